using System.Text.Json;
using Coordination.Contracts.Access;
using Coordination.Domain.Access;
using Coordination.Domain.Escalation;
using Coordination.Domain.Incidents;
using Coordination.Domain.Intake;
using Coordination.Domain.Journal;
using Coordination.Domain.Notification;
using Coordination.Host.Access;
using Coordination.Host.Incidents;

namespace Coordination.Host.Audit;

/// <summary>Which incident something in the journal belongs to; and the record of who was shown it, where it is labelled so strictly that this is kept.</summary>
internal sealed class AuditedIncidents(IRows rows, Readings readings)
{
    private const int AtOnce = 1_000;

    /// <summary>The incidents of these events, by the event's stream and version; what belongs to none is missing.</summary>
    public async Task<IReadOnlyDictionary<(StreamId, long), Row<IncidentRow>>> OfAsync(IReadOnlyList<HistoryEvent> events, CancellationToken cancellationToken)
    {
        var notified = await rows.FindManyAsync(NotificationKind.Table, [.. events.Where(one => one.Stream.Kind == "notification").Select(one => one.Stream.Key).Distinct()], cancellationToken);
        var subjects = notified.ToDictionary(row => row.Id, row => new StreamId(row.Value.Subject).Key, StringComparer.Ordinal);
        var alerts = events.Select(one => (Event: one, Alert: AlertOf(one))).Where(one => one.Alert is not null).ToArray();
        var ofAlerts = alerts.Length == 0 ? [] : (await rows.ListAsync(
            IncidentRows.Alerts, new RowQuery(new AnyValue("alert", [.. alerts.Select(one => one.Alert!).Distinct()]), "at", Limit: AtOnce), cancellationToken)).Rows;
        var incidents = ofAlerts.GroupBy(row => row.Value.Alert.Value, StringComparer.Ordinal).ToDictionary(group => group.Key, group => group.First().Value.Incident, StringComparer.Ordinal);
        var ids = events.Select(one => (Event: one, Incident: one.Stream.Kind switch
        {
            "notification" => subjects.GetValueOrDefault(one.Stream.Key),
            "intake" => AlertOf(one) is { } alert ? incidents.GetValueOrDefault(alert) : null,
            _ => IncidentOf(one.Stream),
        })).Where(one => one.Incident is not null).ToArray();
        var lines = (await rows.FindManyAsync(IncidentRows.Lines, [.. ids.Select(one => one.Incident!).Distinct()], cancellationToken)).ToDictionary(row => row.Id, StringComparer.Ordinal);
        return ids.Where(one => lines.ContainsKey(one.Incident!)).ToDictionary(one => (one.Event.Stream, one.Event.Version), one => lines[one.Incident!]);
    }

    /// <summary>Records that these are about to be shown; what cannot be recorded is not shown.</summary>
    public async Task KeepAsync(Caller caller, IEnumerable<Row<IncidentRow>> shown, CancellationToken cancellationToken)
    {
        foreach (var line in shown.DistinctBy(line => line.Id))
        {
            await readings.KeepAsync(caller, line, Sight.All, cancellationToken);
        }
    }

    /// <summary>The incidents labelled so that it is kept who reads them, and of whose story something stands in these streams.</summary>
    public async Task<IReadOnlyList<Row<IncidentRow>>> StrictIn(IReadOnlyList<StreamId> streams, CancellationToken cancellationToken)
    {
        var own = streams.Select(IncidentOf).OfType<string>().ToHashSet(StringComparer.Ordinal);
        var all = streams.Select(stream => stream.Value).ToHashSet(StringComparer.Ordinal);
        var strict = new List<Row<IncidentRow>>();
        string? cursor = null;
        do
        {
            var page = await rows.ListAsync(
                IncidentRows.Lines, new RowQuery(new Compare("tlp", Comparison.GreaterOrEqual, Contracts.Tlp.AmberStrict), "opened_at", Limit: AtOnce, After: cursor), cancellationToken);
            foreach (var line in page.Rows)
            {
                if (own.Contains(line.Id) || await IsToldInAsync(line, all, cancellationToken))
                {
                    strict.Add(line);
                }
            }

            cursor = page.Next;
        }
        while (cursor is not null);

        return strict;
    }

    /// <summary>All streams that tell the story of an incident besides its own.</summary>
    public async Task<IReadOnlyList<StreamId>> ToldByAsync(string incident, CancellationToken cancellationToken)
    {
        var streams = new HashSet<StreamId>();
        string? cursor = null;
        do
        {
            var page = await rows.ListAsync(Timeline.Table, new RowQuery(RowFilter.Is("subject", $"incident/{incident}"), "at", Limit: AtOnce, After: cursor), cancellationToken);
            streams.UnionWith(page.Rows.Select(row => row.Stream));
            cursor = page.Next;
        }
        while (cursor is not null);

        return [.. streams];
    }

    private async Task<bool> IsToldInAsync(Row<IncidentRow> line, HashSet<string> streams, CancellationToken cancellationToken)
    {
        var told = await rows.ListAsync(NotificationKind.Table, new RowQuery(RowFilter.Is("subject", $"incident/{line.Id}"), "at", Limit: AtOnce), cancellationToken);
        if (told.Rows.Any(row => streams.Contains(row.Stream.Value)))
        {
            return true;
        }

        var alerts = await rows.ListAsync(IncidentRows.Alerts, new RowQuery(RowFilter.Is("incident", line.Id), "at", Limit: AtOnce), cancellationToken);
        return (await rows.FindManyAsync(IntakeKind.Alerts, [.. alerts.Rows.Select(row => row.Value.Alert.Value)], cancellationToken)).Any(row => streams.Contains(row.Stream.Value));
    }

    private static string? IncidentOf(StreamId stream) => stream.Kind switch
    {
        "incident" => stream.Key,
        "escalation" when stream.Key.StartsWith("incident.", StringComparison.Ordinal) => stream.Key["incident.".Length..stream.Key.LastIndexOf('@')],
        _ => null,
    };

    private static string? AlertOf(HistoryEvent happened)
    {
        if (happened.Stream.Kind != "intake" || happened.Body is not { } body)
        {
            return null;
        }

        using var document = JsonDocument.Parse(body);
        var alert = document.RootElement.TryGetProperty("alert", out var found) ? found : default;
        return alert.ValueKind switch
        {
            JsonValueKind.String => alert.GetString(),
            JsonValueKind.Object when alert.TryGetProperty("id", out var id) => id.GetString(),
            _ => null,
        };
    }
}
