using Coordination.Contracts.Incidents;
using Coordination.Domain.Journal;

namespace Coordination.Domain.Advisories;

/// <summary>An incident has come to refer to it, or no longer does. The incident decides; the advisory shows it.</summary>
/// <param name="Order">The version of the incident's stream: messages may arrive in any order, and whoever is older changes nothing.</param>
public sealed record RecordReference(IncidentId Incident, bool Refers, long Order) : AdvisoryCommand
{
    public override Decision<AdvisoryEvent> Decide(Advisory state, Context context)
        => !state.Exists ? AdvisoryRefusals.Unknown
            // Even what seems to change nothing is recorded: something older may still be on its way.
            : state.References.GetValueOrDefault(Incident.Value) >= Order ? Decision<AdvisoryEvent>.Nothing
            : Refers ? new IncidentReferred(Incident, Order)
            : new IncidentReferenceEnded(Incident, Order);
}
