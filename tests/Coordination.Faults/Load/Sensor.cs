using Coordination.Contracts.Client;
using Coordination.Contracts.Intake;

namespace Coordination.Faults.Load;

/// <summary>Delivers alerts as a sensor does: each line has a mark of its own, and some lines come again.</summary>
internal sealed class Sensor(string name, int seed, Asker asker, Session session)
{
    private static readonly string[] Networks = ["192.0.2.", "198.51.100.", "203.0.113.", "100.64.7."];
    private static readonly (string Type, string Severity)[] Kinds = [("c2-server", "high"), ("scanner", "low"), ("system-compromise", "critical"), ("phishing", "medium")];

    private readonly Random _random = Draw.Of(seed, name);
    private readonly List<(string Mark, string Line)> _sent = [];
    private int _deliveries;

    public async Task RunAsync(int pauseMilliseconds, CancellationToken stop)
    {
        while (!stop.IsCancellationRequested)
        {
            await DeliverAsync();
            await Task.Delay(TimeSpan.FromMilliseconds(_random.Next(pauseMilliseconds)), TimeProvider.System, CancellationToken.None);
        }
    }

    /// <summary>Delivers one alert of high severity from an address.</summary>
    public static Task DeliverOneAsync(CoordinationClient client, History history, Session session, string mark, string address)
    {
        var deed = new Deed { Verb = Verb.Deliver, Key = mark, Actor = session.Actor, Marks = [mark], AskedAt = TimeProvider.System.GetUtcNow() };
        return new Asker(client, history).AskAsync(deed, (through, asked) => SendAsync(through, asked, [Line(mark, "c2-server", "high", address)]), isPatient: true);
    }

    /// <summary>Delivers alerts that call nobody, each from an address of its own, all at once.</summary>
    public static Task DeliverBurstAsync(CoordinationClient client, History history, Session session, string key, IReadOnlyList<string> addresses)
    {
        var marks = addresses.Select(address => $"{key}-{address}").ToList();
        var deed = new Deed { Verb = Verb.Deliver, Key = key, Actor = session.Actor, Marks = marks, AskedAt = TimeProvider.System.GetUtcNow() };
        var lines = addresses.Zip(marks, static (address, mark) => Line(mark, "phishing", "medium", address)).ToList();
        return new Asker(client, history).AskAsync(deed, (through, asked) => SendAsync(through, asked, lines), isPatient: true);
    }

    private async Task DeliverAsync()
    {
        var lines = Enumerable.Range(0, _random.Next(1, 4)).Select(_ => _sent.Count > 0 && _random.Chance(15) ? _random.OneOf(_sent) : NewLine()).ToList();
        var deed = new Deed
        {
            Verb = Verb.Deliver,
            Key = $"{name}-{seed}-{++_deliveries}",
            Actor = session.Actor,
            Marks = [.. lines.Select(line => line.Mark)],
            AskedAt = TimeProvider.System.GetUtcNow(),
        };
        var texts = lines.Select(line => line.Line).ToList();
        await asker.AskAsync(deed, (client, asked) => SendAsync(client, asked, texts), isPatient: !_random.Chance(10));
        if (_random.Chance(8))
        {
            await asker.AskAgainAsync(deed, (client, asked) => SendAsync(client, asked, texts));
        }
    }

    private static async Task<Answered> SendAsync(CoordinationClient client, Asked asked, IReadOnlyList<string> lines)
    {
        var answer = await client.DeliverLinesAsync(SourceId.Of(World.Source), lines, asked);
        return new(
            answer.Refused == 0 ? Known.Ok : Known.Refused, 0, answer.Receipts.FirstOrDefault(receipt => receipt.Refusal is not null)?.Refusal?.Code ?? "",
            [.. answer.Receipts.Select(receipt => receipt.Alert?.Value ?? "")]);
    }

    private (string Mark, string Line) NewLine()
    {
        var (type, severity) = _random.OneOf(Kinds);
        var mark = $"{name}-{seed}-{_sent.Count}";
        // Few addresses, so that many alerts join one incident and the claim is fought over.
        var line = Line(mark, type, severity, _random.OneOf(Networks) + _random.Next(1, 6).Text());
        _sent.Add((mark, line));
        return (mark, line);
    }

    private static string Line(string mark, string type, string severity, string address)
        => $$$"""{"title":"Fault {{{mark}}}","classification":"{{{type}}}","severity":"{{{severity}}}","identifier":"{{{mark}}}","source":{"ip":"{{{address}}}"}}""";
}
