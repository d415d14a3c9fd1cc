using Coordination.Contracts.Incidents;
using Coordination.Domain.Journal;

namespace Coordination.Domain.Incidents;

/// <summary>Where the work stands. Closing needs a reason and is a verb of its own.</summary>
public sealed record SetStatus(IncidentStatus Status) : IncidentCommand
{
    public override Decision<IncidentEvent> Decide(Incident state, Context context)
        => Cannot(state, context, "status") is { } refusal ? refusal
            : Status == IncidentStatus.Closed ? IncidentRefusals.UseClose
            : state.Status == Status ? Decision<IncidentEvent>.Nothing
            : new StatusChanged(Status);
}
