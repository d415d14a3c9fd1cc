using Coordination.Contracts;
using Coordination.Contracts.Incidents;
using Coordination.Contracts.Institutions;
using Coordination.Domain.Access;
using Coordination.Domain.Correlation;
using Coordination.Domain.Incidents;
using Coordination.Domain.Institutions;
using Coordination.Domain.Intake;
using Coordination.Domain.Journal;
using Coordination.Domain.Tests.Correlation;

namespace Coordination.Domain.Tests.Incidents;

/// <summary>Incidents to try verbs on.</summary>
internal static class Opened
{
    public static readonly Actor Ada = Actor.Person(Samples.Ada);
    public static readonly Actor Bob = Actor.Person(Samples.Bob);

    public static OpenIncident Command { get; } = new()
    {
        Number = "2026-000001",
        Title = "Bot in the harbour",
        Severity = Severity.Medium,
        Classification = "infected-system",
        Institutions = [Samples.Harbour],
    };

    /// <summary>Ada and Bob, the harbour and the museum are known; nobody holds a correlation key.</summary>
    public static object? Known(Lookup question) => question switch
    {
        PersonById { Id: var id } => id == Samples.Ada || id == Samples.Bob ? new PersonFacts(id.Value, $"{id}@cert.example", Contracts.Access.Role.Officer) : null,
        InstitutionById { Id: var id } => id == Samples.Harbour || id == Samples.Museum ? new InstitutionFacts(id.Value, id.Value, null, null, [], [Samples.Desk]) : null,
        CorrelationOwner => null,
        IndicatorsInObservables => null,
        _ => throw new NotSupportedException($"{question}"),
    };

    public static Played<Incident, IncidentCommand, IncidentEvent> None(Func<Lookup, object?>? answers = null)
        => new(IncidentKind.Instance, new("incident", "i1"), answers ?? Known);

    public static Played<Incident, IncidentCommand, IncidentEvent> ByHand()
    {
        var incident = None();
        Assert.Null(incident.Do(Command, Ada).Refusal);
        return incident;
    }

    public static Played<Incident, IncidentCommand, IncidentEvent> BySightings(Sightings? sightings = null, Func<Lookup, object?>? answers = null)
    {
        var incident = None(answers);
        var seen = sightings ?? CorrelationSamples.Sightings;
        Assert.Null(incident.Do(Command with { Tlp = seen.Tlp, Severity = seen.Severity, Observables = seen.Observables, Sightings = seen }).Refusal);
        return incident;
    }

    public static Played<Incident, IncidentCommand, IncidentEvent> Closed()
    {
        var incident = BySightings();
        Assert.Null(incident.Do(new CloseIncident("cleaned"), Ada).Refusal);
        return incident;
    }
}
