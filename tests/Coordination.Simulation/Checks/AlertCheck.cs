using Coordination.Contracts.Intake;
using Coordination.Domain.Correlation;
using Coordination.Domain.Incidents;
using Coordination.Domain.Intake;
using Coordination.Simulation.Clients;

namespace Coordination.Simulation.Checks;

/// <summary>Every alert that was answered is kept once, counted once for each line, and in exactly one incident or in the queue of nobody's.</summary>
internal sealed class AlertCheck(World world, Book book, Findings findings)
{
    private readonly Dictionary<AlertId, AlertRecord> _received = [];
    private readonly HashSet<AlertId> _repeated = [];
    private readonly Dictionary<string, long> _lines = [];
    private readonly Dictionary<(string Institution, string Line), long> _owned = [];

    public void Check()
    {
        ReadIntake();
        var decided = Decided();
        CheckReceipts();
        CheckLines();
        CheckHomes(decided);
        CheckSightings();
    }

    private void ReadIntake()
    {
        foreach (var (stream, entries) in book.OfKind("intake"))
        {
            foreach (var entry in entries)
            {
                switch (entry.Event)
                {
                    case AlertReceived { Alert: { } alert }:
                        if (!_received.TryAdd(alert.Id, alert))
                        {
                            findings.Add($"The alert {alert.Id} was accepted a second time, by {stream} version {entry.Version}.");
                        }

                        Count(alert, 1);
                        break;
                    case AlertRepeated repeated:
                        _repeated.Add(repeated.Alert);
                        Count(repeated.Last, repeated.Count);
                        break;
                }
            }
        }
    }

    private void Count(AlertRecord alert, long count)
    {
        var line = NameOf(alert.Source, alert.Line);
        _lines[line] = _lines.GetValueOrDefault(line) + count;
        if (alert.Institution is { } institution)
        {
            _owned[(institution.Value, AssetOf(alert.Line))] = _owned.GetValueOrDefault((institution.Value, AssetOf(alert.Line))) + count;
        }
    }

    private Dictionary<AlertId, AttributionEvent> Decided()
    {
        var decided = new Dictionary<AlertId, AttributionEvent>();
        foreach (var (stream, entries) in book.OfKind("attribution"))
        {
            if (entries.Count != 1 || !decided.TryAdd(AlertId.Of(stream.Key), (AttributionEvent)entries[0].Event))
            {
                findings.Add($"{stream} was decided {entries.Count} times.");
            }

            if (entries[0].Event is AlertAttributed attributed)
            {
                var key = (attributed.Institution.Value, AssetOf(attributed.Alert.Line));
                _owned[key] = _owned.GetValueOrDefault(key) + 1;
            }
        }

        return decided;
    }

    private void CheckReceipts()
    {
        foreach (var request in world.Clients.Requests.Where(request => request.IsDelivery))
        {
            foreach (var receipt in request.Times.Where(asked => asked.Known == Known.Done).SelectMany(asked => asked.Receipts!.Receipts))
            {
                if (receipt.Status is ReceiptStatus.Refused)
                {
                    findings.Add($"Line {receipt.Line} of {request.Id} was refused: {receipt.Refusal?.Code}.");
                }
                else if (!_received.ContainsKey(receipt.Alert!.Value))
                {
                    findings.Add($"The alert {receipt.Alert} of {request.Id} was answered ({receipt.Status}) and is nowhere.");
                }
            }
        }
    }

    /// <summary>Each line of a delivery that was answered counts once, however often it was sent; of one that nobody knows about, once or not at all.</summary>
    private void CheckLines()
    {
        var (least, most) = (new Dictionary<string, long>(), new Dictionary<string, long>());
        foreach (var request in world.Clients.Requests.Where(request => request.IsDelivery))
        {
            foreach (var line in request.Lines)
            {
                var name = NameOf(request.Source!.Value, line.Alert!);
                least[name] = least.GetValueOrDefault(name) + (request.IsKnown ? 1 : 0);
                most[name] = most.GetValueOrDefault(name) + 1 + DaysBetween(request);
            }
        }

        foreach (var name in least.Keys.Union(_lines.Keys))
        {
            var counted = _lines.GetValueOrDefault(name);
            if (counted < least.GetValueOrDefault(name) || counted > most.GetValueOrDefault(name))
            {
                findings.Add($"The line '{name}' was sent {least.GetValueOrDefault(name)} to {most.GetValueOrDefault(name)} times and is counted {counted} times.");
            }
        }
    }

    private void CheckHomes(Dictionary<AlertId, AttributionEvent> decided)
    {
        var homes = book.OfKind("incident")
            .SelectMany(pair => pair.Value.Select(entry => entry.Event).OfType<SightingsRecorded>().SelectMany(seen => seen.Alerts))
            .GroupBy(alert => alert).ToDictionary(group => group.Key, group => group.Count());
        var queue = world.Database.Rows[IntakeKind.Unattributed.Name];
        foreach (var (id, alert) in _received)
        {
            var wanted = alert.Institution is not null || (decided.GetValueOrDefault(id) is AlertAttributed) ? 1 : 0;
            var queued = alert.Institution is null && !decided.ContainsKey(id);
            if (homes.GetValueOrDefault(id) != wanted || queue.ContainsKey(id.Value) != queued)
            {
                findings.Add($"The alert {id} is in {homes.GetValueOrDefault(id)} incidents instead of {wanted}{(queue.ContainsKey(id.Value) ? " and in the queue" : queued ? " and not in the queue" : "")}.");
            }
        }

        foreach (var stranger in homes.Keys.Concat(_repeated).Where(id => !_received.ContainsKey(id)))
        {
            findings.Add($"An incident or a repetition names the alert {stranger}, which was never accepted.");
        }
    }

    /// <summary>What institutions' lines add up to, their incidents add up to.</summary>
    private void CheckSightings()
    {
        var keys = _owned.GroupBy(pair => KeyOf(pair.Key.Institution, pair.Key.Line)).ToDictionary(group => group.Key, group => group.Sum(pair => pair.Value));
        var counted = new Dictionary<string, long>();
        foreach (var (_, entries) in book.OfKind("incident"))
        {
            if (entries[0].Event is IncidentOpened { CorrelationKey: { } key })
            {
                counted[key] = counted.GetValueOrDefault(key) + entries.Select(entry => entry.Event).OfType<SightingsRecorded>().Sum(seen => seen.Count);
            }
        }

        foreach (var key in keys.Keys.Union(counted.Keys))
        {
            if (keys.GetValueOrDefault(key) != counted.GetValueOrDefault(key))
            {
                findings.Add($"{keys.GetValueOrDefault(key)} lines have the correlation key {key}; its incidents count {counted.GetValueOrDefault(key)} sightings.");
            }
        }
    }

    /// <summary>
    /// A key is remembered by the stream of its source's day: a delivery that is sent again on another day is counted again. That is known, and the only thing
    /// that is let pass here.
    /// </summary>
    private int DaysBetween(Request request) => request.Times.Count < 2 ? 0 : (world.Clock.Now.Date - request.Times[0].At.Date).Days;

    private static string NameOf(SourceId source, IncomingAlert line) => $"{source} {line.Identifier} {line.SourceIp} {line.Classification} {line.Exercise}";

    private static string AssetOf(IncomingAlert line) => $"{line.Classification} {line.SourceIp} {line.Exercise}";

    private static string KeyOf(string institution, string asset)
    {
        var parts = asset.Split(' ');
        return CorrelationKeys.Of(Contracts.Institutions.InstitutionId.Of(institution), parts[0], parts[1], bool.Parse(parts[2]));
    }
}
