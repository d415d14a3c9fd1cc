using Coordination.Contracts.Incidents;
using Coordination.Domain.Journal;

namespace Coordination.Domain.Incidents;

/// <summary>The work was not over. The incident takes its correlation key again unless another open incident has it by now.</summary>
public sealed record ReopenIncident(string Reason) : IncidentCommand
{
    public override Decision<IncidentEvent> Decide(Incident state, Context context)
    {
        if (!state.Exists)
        {
            return IncidentRefusals.Unknown;
        }

        if (state.Status != IncidentStatus.Closed)
        {
            return IncidentRefusals.NotClosed;
        }

        if ((Edits.Conflict(state, context, "status") ?? Texts.RefuseReason(Reason)) is { } refusal)
        {
            return refusal;
        }

        var free = state.CorrelationKey is { } key && context.Lookups.Find(new Correlation.CorrelationOwner(key)) is null;
        return new IncidentReopened(Reason.Trim(), free);
    }
}
