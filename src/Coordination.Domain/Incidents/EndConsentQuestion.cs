using Coordination.Contracts.Access;
using Coordination.Domain.Journal;

namespace Coordination.Domain.Incidents;

/// <summary>The time to answer has passed.</summary>
public sealed record EndConsentQuestion(int Number) : IncidentCommand
{
    public override Decision<IncidentEvent> Decide(Incident state, Context context)
        => !state.Exists || Consents.Find(state, Number, null) is not { State: ConsentState.Asked } ? Decision<IncidentEvent>.Nothing : new ConsentUnanswered(Number);
}
