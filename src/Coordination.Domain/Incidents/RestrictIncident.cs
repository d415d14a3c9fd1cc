using Coordination.Contracts.Access;
using Coordination.Domain.Access;
using Coordination.Domain.Journal;

namespace Coordination.Domain.Incidents;

/// <summary>Only these people see the incident from now on, and who reads everything; null lifts that. Whoever restricts it must be among them, so that nobody shuts themselves out.</summary>
public sealed record RestrictIncident(IReadOnlyList<PersonId>? To) : IncidentCommand
{
    private const int Most = 200;

    public override Decision<IncidentEvent> Decide(Incident state, Context context)
    {
        if (!state.Exists)
        {
            return IncidentRefusals.Unknown;
        }

        if (To is null)
        {
            return state.RestrictedTo is null ? Decision<IncidentEvent>.Nothing : new IncidentRestrictionLifted();
        }

        PersonId[] named = [.. To.Distinct().OrderBy(person => person.Value, StringComparer.Ordinal)];
        return context.Actor.AsPerson is not { } actor ? IncidentRefusals.NotPerson
            : named.Length is 0 or > Most || !named.Contains(actor) ? IncidentRefusals.RestrictedWithoutActor
            : named.Any(person => context.Lookups.Find(new PersonById(person)) is null) ? PersonRefusals.Unknown
            : state.RestrictedTo is { } before && before.SequenceEqual(named) ? Decision<IncidentEvent>.Nothing
            : new IncidentRestricted(named);
    }
}
