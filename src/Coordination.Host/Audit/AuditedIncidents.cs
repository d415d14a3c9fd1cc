using System.Text.Json;
using Coordination.Contracts.Access;
using Coordination.Domain.Access;
using Coordination.Domain.Escalation;
using Coordination.Domain.Exchange;
using Coordination.Domain.Incidents;
using Coordination.Domain.Intake;
using Coordination.Domain.Journal;
using Coordination.Domain.Notification;
using Coordination.Grains.Journal;
using Coordination.Host.Access;
using Coordination.Host.Incidents;

namespace Coordination.Host.Audit;

/// <summary>Which incident something in the journal belongs to; and the record of who was shown it, where it is labelled so strictly that this is kept.</summary>
internal sealed class AuditedIncidents(IRows rows, Readings readings)
{
    /// <summary>
    /// These events, without what is in them of cases and alerts that were erased: an alert shares the key of its stream with those of other cases, and a case is nobody's to read from the
    /// moment on at which its erasure has begun. And the incidents of each, by its stream and version, the strictest first; what belongs to none is missing. An alert that came again can be of several.
    /// </summary>
    public async Task<(IReadOnlyList<HistoryEvent> Events, IReadOnlyDictionary<(StreamId, long), Row<IncidentRow>[]> Incidents)> ReadAsync(IReadOnlyList<HistoryEvent> events, CancellationToken cancellationToken)
    {
        var notified = await rows.FindManyAsync(NotificationKind.Table, [.. events.Where(one => one.Stream.Kind == "notification").Select(one => one.Stream.Key).Distinct()], cancellationToken);
        var subjects = notified.ToDictionary(row => row.Id, row => new StreamId(row.Value.Subject), StringComparer.Ordinal);
        var asked = (await rows.FindManyAsync(EnquiryRows.Lines, [.. events.Select(one => EnquiryOf(About(one.Stream))).OfType<string>().Distinct()], cancellationToken))
            .ToDictionary(row => row.Id, row => row.Value.About?.Value, StringComparer.Ordinal);
        string[] alerts = [.. events.Select(AlertOf).OfType<string>().Distinct()];
        var there = (await rows.FindManyAsync(IntakeKind.Alerts, alerts, cancellationToken)).Select(row => row.Id).ToHashSet(StringComparer.Ordinal);
        var ofAlerts = alerts.Length == 0 ? [] : await rows.ListAllAsync(IncidentRows.Alerts, new AnyValue("alert", alerts), cancellationToken);
        var incidents = ofAlerts.ToLookup(row => row.Value.Alert.Value, row => row.Value.Incident, StringComparer.Ordinal);
        var all = events.Select(one => (Event: one, Alert: AlertOf(one), Incidents: AlertOf(one) is { } alert ? incidents[alert].Distinct().ToArray()
            : CaseOf(About(one.Stream)) is { } incident ? [incident] : [])).ToArray();
        var lines = (await rows.FindManyAsync(IncidentRows.Lines, [.. all.SelectMany(one => one.Incidents).Distinct()], cancellationToken)).ToDictionary(row => row.Id, StringComparer.Ordinal);
        var found = all.Select(one => (one.Event, one.Alert, IsOfCase: one.Incidents.Length > 0, Lines: one.Incidents.Where(lines.ContainsKey).Select(id => lines[id]).OrderByDescending(line => line.Value.Tlp).ToArray())).ToArray();
        return (
            [.. found.Select(one => (one.IsOfCase && one.Lines.Length == 0) || (one.Alert is { } alert && !there.Contains(alert)) ? one.Event with { Body = null } : one.Event)],
            found.Where(one => one.Lines.Length > 0).ToDictionary(one => (one.Event.Stream, one.Event.Version), one => one.Lines));

        StreamId About(StreamId stream) => stream.Kind == "notification" && subjects.TryGetValue(stream.Key, out var subject) ? subject : stream;

        string? CaseOf(StreamId stream) => EnquiryOf(stream) is { } enquiry ? asked.GetValueOrDefault(enquiry) : IncidentOf(stream);
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
        foreach (var line in await rows.ListAllAsync(IncidentRows.Lines, new Compare("tlp", Comparison.GreaterOrEqual, Contracts.Tlp.AmberStrict), cancellationToken))
        {
            if (own.Contains(line.Id) || await IsToldInAsync(line, all, cancellationToken))
            {
                strict.Add(line);
            }
        }

        return strict;
    }

    /// <summary>All streams that tell the story of an incident besides its own.</summary>
    public async Task<IReadOnlyList<StreamId>> ToldByAsync(string incident, CancellationToken cancellationToken)
        => [.. (await rows.ListAllAsync(Timeline.Table, RowFilter.Is("subject", $"incident/{incident}"), cancellationToken)).Select(row => row.Stream).Distinct()];

    private async Task<bool> IsToldInAsync(Row<IncidentRow> line, HashSet<string> streams, CancellationToken cancellationToken)
    {
        var told = await rows.ListAllAsync(NotificationKind.Table, RowFilter.Is("subject", $"incident/{line.Id}"), cancellationToken);
        if (told.Any(row => streams.Contains(row.Stream.Value)))
        {
            return true;
        }

        var asked = await rows.ListAllAsync(EnquiryRows.Lines, RowFilter.Is("about", line.Id), cancellationToken);
        if (asked.Any(row => streams.Contains(row.Stream.Value)))
        {
            return true;
        }

        var alerts = await rows.ListAllAsync(IncidentRows.Alerts, RowFilter.Is("incident", line.Id), cancellationToken);
        string[] ids = [.. alerts.Select(row => row.Value.Alert.Value)];
        return (await rows.FindManyAsync(IntakeKind.Alerts, ids, cancellationToken)).Any(row => streams.Contains(row.Stream.Value));
    }

    /// <summary>The incident that a stream is of, or tells of by its name.</summary>
    private static string? IncidentOf(StreamId stream)
        => EscalationKind.SubjectOf(stream) is var subject && (subject.Kind == "sharing" ? SharingKind.OriginOf(subject) : subject) is { Kind: "incident", Key: var incident } ? incident : null;

    /// <summary>The request that it tells of, or chases.</summary>
    private static string? EnquiryOf(StreamId stream) => EscalationKind.SubjectOf(stream) is { Kind: "enquiry", Key: var enquiry } ? enquiry : null;

    private static string? AlertOf(HistoryEvent happened)
    {
        if (happened.Stream.Kind is not ("intake" or "attribution") || happened.Body is not { } body)
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
