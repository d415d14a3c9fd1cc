using Coordination.Contracts.Incidents;
using Coordination.Domain.Intake;
using Coordination.Domain.Journal;

namespace Coordination.Domain.Incidents;

/// <summary>Technical facts, already in their normal form.</summary>
public sealed record AddObservables(IReadOnlyList<Observable> Observables) : IncidentCommand
{
    public override Decision<IncidentEvent> Decide(Incident state, Context context)
    {
        if (Cannot(state, context) is { } refusal)
        {
            return refusal;
        }

        var fresh = Observables.Except(state.Observables).ToArray();
        return fresh.Length == 0 ? Decision<IncidentEvent>.Nothing
            : state.Observables.Length + fresh.Length > Incident.MaxObservables ? IncidentRefusals.TooMany
            : new ObservablesAdded(fresh, context.Lookups.Find(new IndicatorsInObservables(Observables))?.Of(default)?.Where(hit => fresh.Contains(hit.Seen)).ToArray() is { Length: > 0 } hits ? hits : null);
    }
}
