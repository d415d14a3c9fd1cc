using Coordination.Domain.Journal;

namespace Coordination.Domain.Incidents;

/// <summary>The window of the correlation has passed: the incident gives up its key, so that the next sighting can open another.</summary>
public sealed record EndCorrelation(string CorrelationKey) : IncidentCommand
{
    public override Decision<IncidentEvent> Decide(Incident state, Context context)
        => state.HoldsCorrelation && state.CorrelationKey == CorrelationKey && state.WindowHasPassed(context.Now)
            ? new CorrelationEnded()
            : Decision<IncidentEvent>.Nothing;
}
