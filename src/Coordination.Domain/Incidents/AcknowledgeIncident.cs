using Coordination.Domain.Journal;

namespace Coordination.Domain.Incidents;

/// <summary>Someone says "I have it". Stops the escalation; says nothing about the cause. Who takes what nobody owns, owns it.</summary>
public sealed record AcknowledgeIncident : IncidentCommand
{
    public override Decision<IncidentEvent> Decide(Incident state, Context context)
    {
        if (Cannot(state, context) is { } refusal)
        {
            return refusal;
        }

        if (context.Actor.AsPerson is not { } by)
        {
            return IncidentRefusals.NotPerson;
        }

        // The same person again is a double click or a retry after a lost answer: agreed, nothing new.
        if (state.AcknowledgedBy == by)
        {
            return Decision<IncidentEvent>.Nothing;
        }

        var acknowledged = new IncidentAcknowledged(by);
        return state.Owner is null ? Decision<IncidentEvent>.Of(acknowledged, new IncidentAssigned(by)) : acknowledged;
    }
}
