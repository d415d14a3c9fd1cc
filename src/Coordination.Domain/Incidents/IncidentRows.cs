using Coordination.Contracts;
using Coordination.Contracts.Access;
using Coordination.Contracts.Advisories;
using Coordination.Contracts.Incidents;
using Coordination.Contracts.Institutions;
using Coordination.Contracts.Intake;
using Coordination.Contracts.Partners;
using Coordination.Domain.Attachments;
using Coordination.Domain.Journal;

namespace Coordination.Domain.Incidents;

/// <summary>A line of the board as it is kept.</summary>
public sealed record IncidentRow : Access.IDisclosed
{
    public required string Number { get; init; }
    public required string Title { get; init; }
    public required IncidentStatus Status { get; init; }
    public required Severity Severity { get; init; }
    public required Tlp Tlp { get; init; }
    public bool TlpIsDefault { get; init; }
    public required string Classification { get; init; }
    public PersonId? Owner { get; init; }
    public PersonId? AcknowledgedBy { get; init; }
    public DateTimeOffset? AcknowledgedAt { get; init; }
    public required IReadOnlyList<InstitutionId> Institutions { get; init; }
    public required DateTimeOffset OpenedAt { get; init; }
    public required DateTimeOffset UpdatedAt { get; init; }
    public DateTimeOffset? LastSeenAt { get; init; }
    public DateTimeOffset? ClosedAt { get; init; }
    public long Sightings { get; init; }
    public int OpenTasks { get; init; }
    public bool Exercise { get; init; }
    public IReadOnlyList<PersonId>? RestrictedTo { get; init; }
    public IReadOnlyList<Share> Shares { get; init; } = [];
    public IReadOnlyList<IdentityConsent> Consents { get; init; } = [];

    /// <summary>On legal hold.</summary>
    public bool Held { get; init; }

    /// <summary>Who may see that it exists, as words for narrowing: see <see cref="Access.Disclosure"/>.</summary>
    public required string Audiences { get; init; }
}

/// <summary>What the incident's page shows besides its line.</summary>
public sealed record IncidentDetailRow(string? Description, IReadOnlyList<Observable> Observables, IReadOnlyList<WorkItem> Tasks, IReadOnlyList<Affected> Affected, IReadOnlyList<AdvisoryId>? Advisories = null);

/// <summary>A note.</summary>
/// <param name="Partner">Who says it, where that is a partner; then nobody here wrote it.</param>
/// <param name="ObjectId">The STIX id of the object by which the partner says it.</param>
public sealed record NoteRow(string Incident, string Text, string By, DateTimeOffset At, Tlp Tlp, long Version, PartnerId? Partner = null, string? ObjectId = null);

/// <summary>An alert belongs to an incident.</summary>
public sealed record IncidentAlertRow(string Incident, AlertId Alert, DateTimeOffset At);

/// <summary>The rows of incidents.</summary>
public static class IncidentRows
{
    public static readonly RowTable<IncidentRow> Lines = new("incident_row",
    [
        RowTable<IncidentRow>.Text("number", row => row.Number),
        RowTable<IncidentRow>.Number("status", row => row.Status),
        RowTable<IncidentRow>.Number("closed", row => row.Status == IncidentStatus.Closed),
        RowTable<IncidentRow>.Number("severity", row => row.Severity),
        RowTable<IncidentRow>.Number("tlp", row => row.Tlp),
        RowTable<IncidentRow>.Text("owner", row => row.Owner?.Value),
        RowTable<IncidentRow>.Text("classification", row => row.Classification),
        RowTable<IncidentRow>.Text("institutions", row => Words(row.Institutions.Select(id => id.Value))),
        RowTable<IncidentRow>.Text("audiences", row => row.Audiences),
        RowTable<IncidentRow>.Instant("opened_at", row => row.OpenedAt),
        RowTable<IncidentRow>.Instant("updated_at", row => row.UpdatedAt),
        RowTable<IncidentRow>.Instant("seen_at", row => row.LastSeenAt),
        RowTable<IncidentRow>.Number("exercise", row => row.Exercise),
    ])
    {
        Indexes = ["number", "closed, updated_at", "closed, severity, updated_at", "updated_at", "opened_at", "owner, closed, updated_at"],
        SearchText = row => $"{((IncidentRow)row).Number} {((IncidentRow)row).Title} {((IncidentRow)row).Classification}",
    };

    public static readonly RowTable<IncidentDetailRow> Details = new("incident_detail_row", []);

    public static readonly RowTable<NoteRow> Notes = new("note_row",
    [
        RowTable<NoteRow>.Text("incident", row => row.Incident),
        RowTable<NoteRow>.Instant("at", row => row.At),
    ])
    { Indexes = ["incident, at"] };

    public static readonly RowTable<IncidentAlertRow> Alerts = new("incident_alert_row",
    [
        RowTable<IncidentAlertRow>.Text("incident", row => row.Incident),
        RowTable<IncidentAlertRow>.Text("alert", row => row.Alert.Value),
        RowTable<IncidentAlertRow>.Instant("at", row => row.At),
    ])
    { Indexes = ["incident, at", "alert"] };

    /// <summary>A set as a column keeps it, for <see cref="Comparison.HasWord"/>.</summary>
    public static string Words(IEnumerable<string> words) => $" {string.Join(' ', words)} ";

    internal static IEnumerable<RowChange> Of(StreamId stream, Incident before, Recorded<IncidentEvent> recorded, Incident after)
    {
        if (after.Erasing)
        {
            // At once out of every list, search and page; what leads to the rest of it goes with the stream, last.
            yield return Lines.Remove(stream.Key);
            yield return Details.Remove(stream.Key);
            yield break;
        }

        yield return Lines.Put(stream.Key, Line(after));
        if (before.Description != after.Description || before.Observables != after.Observables || before.Tasks != after.Tasks || before.Institutions != after.Institutions || before.Advisories != after.Advisories || !before.Exists)
        {
            yield return Details.Put(stream.Key, new(after.Description, after.Observables, after.Tasks, after.Institutions, after.Advisories));
        }

        foreach (var attachment in AttachmentRows.Of(stream, before.Attachments, after.Attachments))
        {
            yield return attachment;
        }

        if (recorded.Event is NoteAdded note)
        {
            yield return Notes.Put($"{stream.Key}@{recorded.Version}", new(stream.Key, note.Text, recorded.Actor.Value, recorded.At, note.Tlp, recorded.Version));
        }

        if (recorded.Event is PartnerSpoke spoke)
        {
            yield return Notes.Put($"{stream.Key}@{recorded.Version}", new(stream.Key, spoke.Text, recorded.Actor.Value, recorded.At, spoke.Label, recorded.Version, spoke.Partner, spoke.What));
        }

        if (recorded.Event is SightingsRecorded sightings)
        {
            foreach (var alert in sightings.Alerts)
            {
                yield return Alerts.Put($"{stream.Key}@{alert}", new(stream.Key, alert, recorded.At));
            }
        }

        yield return Timeline.Entry(stream, stream, recorded, IncidentTimeline.Describe(recorded.Event));
    }

    private static IncidentRow Line(Incident state) => new()
    {
        Number = state.Number,
        Title = state.Title,
        Status = state.Status,
        Severity = state.Severity,
        Tlp = state.Tlp,
        TlpIsDefault = state.TlpIsDefault,
        Classification = state.Classification,
        Owner = state.Owner,
        AcknowledgedBy = state.AcknowledgedBy,
        AcknowledgedAt = state.AcknowledgedAt,
        Institutions = [.. state.Institutions.Select(affected => affected.Institution)],
        OpenedAt = state.OpenedAt,
        UpdatedAt = state.UpdatedAt,
        LastSeenAt = state.LastSeenAt,
        ClosedAt = state.ClosedAt,
        Sightings = state.Sightings,
        OpenTasks = state.Tasks.Count(task => !task.Done),
        Exercise = state.Exercise,
        RestrictedTo = state.RestrictedTo,
        Shares = state.Shares,
        Consents = state.Consents,
        Held = state.Held,
        Audiences = Words(Access.Disclosure.AudiencesOf(state.Institutions.Select(affected => affected.Institution), state.RestrictedTo, state.Shares)),
    };
}
