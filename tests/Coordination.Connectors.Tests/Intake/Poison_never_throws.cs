using System.Text;
using Coordination.Connectors.Intake;
using Coordination.Connectors.Tests.Samples;
using Coordination.Domain.Intake;
using Coordination.Shared;
using CsCheck;

namespace Coordination.Connectors.Tests.Intake;

public sealed class Poison_never_throws
{
    private static readonly DateTimeOffset Received = new(2026, 2, 1, 0, 0, 0, TimeSpan.Zero);
    private static readonly byte[] Sample = Encoding.UTF8.GetBytes(string.Concat(IntelmqEvents.Make().Split('\n').Take(12).Select(line => line + "\n")));
    private static readonly byte[] Native = Encoding.UTF8.GetBytes("""
        [{"title":"a","classification":"spam","source":{"ip":"192.0.2.1","asn":1,"port":2},"tlp":"red","occurredAt":"2026-01-01T00:00:00Z"},{"title":"b","classification":"spam"}]
        """);

    private static readonly (IIntakeFormat Format, byte[] Body)[] Formats =
    [
        (new NativeFormat(), Native), (new IntelmqFormat(), Sample),
        (new AlertmanagerFormat(), File.ReadAllBytes(Repository.PathOf("tests", "data", "alertmanager", "notification.json"))), (new MispFormat(), File.ReadAllBytes(Repository.PathOf("tests", "data", "misp", "event.json"))),
    ];

    [Fact]
    public void A_mutated_body_gives_alerts_or_refusals_and_nothing_else()
    {
        var change = Gen.Select(Gen.Int[0, int.MaxValue], Gen.Int[0, 4], Gen.OneOf(Gen.Byte, Gen.Char["{}[]\",:\\u0.-e\n"].Select(c => (byte)c)));
        Gen.Select(Gen.Int[0, 3], change.Array[1, 8]).Sample(
            (which, changes) =>
            {
                var (format, whole) = Formats[which];
                var body = whole.ToList();
                foreach (var (place, how, value) in changes)
                {
                    Change(body, place % body.Count, how, value);
                }

                foreach (var line in IntakeLines.Read(body.ToArray(), null, format, Received))
                {
                    Assert.True(line.Alert is null != line.Refusal is null);
                    Assert.All(new[] { line.Alert?.Title, line.Refusal?.Detail }, text => Assert.True(text is null || text.Length is > 0 and <= 1000));
                }
            },
            iter: 20_000);
    }

    private static void Change(List<byte> body, int place, int how, byte value)
    {
        switch (how)
        {
            case 0:
                body[place] = value;
                break;
            case 1:
                body.Insert(place, value);
                break;
            case 2 when body.Count > 10:
                body.RemoveAt(place);
                break;
            case 3 when body.Count > 10:
                body.RemoveRange(place, Math.Min(body.Count - place - 1, value % 30));
                break;
            default:
                body.InsertRange(place, body.GetRange(0, Math.Min(body.Count, value)));
                break;
        }
    }
}
