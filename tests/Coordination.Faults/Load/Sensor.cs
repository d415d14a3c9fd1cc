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
        await asker.AskAsync(deed, SendAsync, isPatient: !_random.Chance(10));
        if (_random.Chance(8))
        {
            await asker.AskAgainAsync(deed, SendAsync);
        }

        async Task<Answered> SendAsync(Contracts.Client.CoordinationClient client, Contracts.Client.Asked asked)
        {
            var answer = await client.DeliverLinesAsync(SourceId.Of(World.Source), lines.Select(line => line.Line), asked);
            return new(
                answer.Refused == 0 ? Known.Ok : Known.Refused, 0, answer.Receipts.FirstOrDefault(receipt => receipt.Refusal is not null)?.Refusal?.Code ?? "",
                [.. answer.Receipts.Select(receipt => receipt.Alert?.Value ?? "")]);
        }
    }

    private (string Mark, string Line) NewLine()
    {
        var (type, severity) = _random.OneOf(Kinds);
        // Few addresses, so that many alerts join one incident and the claim is fought over.
        var address = _random.OneOf(Networks) + _random.Next(1, 6).Text();
        var mark = $"{name}-{seed}-{_sent.Count}";
        var line = $$$"""{"title":"Fault {{{mark}}}","classification":"{{{type}}}","severity":"{{{severity}}}","identifier":"{{{mark}}}","source":{"ip":"{{{address}}}"}}""";
        _sent.Add((mark, line));
        return (mark, line);
    }
}
