using System.Collections.Immutable;
using Coordination.Contracts;
using Coordination.Domain.Journal;

namespace Coordination.Domain.Incidents;

/// <summary>Which version last changed a field, so that an edit is refused only if its own fields changed since the version its author saw. Sightings and notes never conflict.</summary>
public static class Edits
{
    public static ImmutableSortedDictionary<string, long> Mark(ImmutableSortedDictionary<string, long> edited, Recorded<IncidentEvent> recorded)
        => FieldOf(recorded.Event) is { } field ? edited.SetItem(field, recorded.Version) : edited;

    /// <summary>A refusal when one of these fields changed after the version that the caller saw.</summary>
    public static Refusal? Conflict(Incident incident, Context context, string field)
        => context.IfVersion is { } seen && incident.Edited.GetValueOrDefault(field) > seen
            ? new Refusal(
                RefusalKind.Changed,
                "incident.changed",
                $"The {field} was changed at version {incident.Edited[field]}; you saw version {seen}. Read the incident again and decide anew.",
                field)
            : null;

    private static string? FieldOf(IncidentEvent happened) => happened switch
    {
        IncidentAssigned => "owner",
        SeverityChanged => "severity",
        ClassificationChanged => "classification",
        TlpChanged => "tlp",
        StatusChanged or IncidentClosed or IncidentReopened => "status",
        IncidentRenamed => "title",
        InstitutionStatusChanged e => $"institutions/{e.Institution}",
        TaskMarked e => $"tasks/{e.Number}",
        _ => null,
    };
}
