using Coordination.Contracts;
using Coordination.Contracts.Incidents;
using Coordination.Contracts.Institutions;
using Coordination.Domain.Institutions;
using Coordination.Domain.Journal;

namespace Coordination.Domain.Incidents;

/// <summary>Begins the work, by hand or because of sightings. The number was taken from a block beforehand.</summary>
public sealed record OpenIncident : IncidentCommand
{
    public required string Number { get; init; }
    public required string Title { get; init; }
    public string? Description { get; init; }
    public required Severity Severity { get; init; }

    /// <summary>Null: nobody said; the label of the sightings, else AMBER, by default and shown as such.</summary>
    public Tlp? Tlp { get; init; }
    public required string Classification { get; init; }
    public IReadOnlyList<InstitutionId> Institutions { get; init; } = [];
    public IReadOnlyList<Observable> Observables { get; init; } = [];

    /// <summary>It is part of an exercise; so is one whose sightings are.</summary>
    public bool Exercise { get; init; }

    /// <summary>What led to it; null when opened by hand.</summary>
    public Correlation.Sightings? Sightings { get; init; }

    public override Decision<IncidentEvent> Decide(Incident state, Context context)
    {
        if (state.Exists || state.Erasing)
        {
            return state.Erasing ? IncidentRefusals.Unknown : IncidentRefusals.Exists;
        }

        if ((Texts.Refuse("title", Title, 500, IncidentRefusals.TitleMissing) ?? Texts.Refuse("description", Description, 20_000)) is { } refusal)
        {
            return refusal;
        }

        if (!Rsit.TryRead(Classification, out var classification))
        {
            return IncidentRefusals.ClassificationUnknown(Classification);
        }

        foreach (var institution in Institutions)
        {
            if (context.Lookups.Find(new InstitutionById(institution)) is null)
            {
                return InstitutionRefusals.Unknown;
            }
        }

        var opened = new IncidentOpened(
            Number, Title.Trim(), Description, Severity, Tlp ?? Sightings?.Label ?? Contracts.Tlp.Amber, (Tlp ?? Sightings?.Tlp) is null, classification.Name,
            [.. Institutions.Distinct()], [.. Observables.Distinct().Take(Incident.MaxObservables)], Sightings?.CorrelationKey, Sightings?.WindowHours ?? 24,
            Exercise || Sightings is { Exercise: true });
        return Sightings is null
            ? opened
            : Decision<IncidentEvent>.Of(opened, new SightingsRecorded(Sightings.Count, Sightings.Alerts, [], context.Now, Sightings.Tlp));
    }
}
