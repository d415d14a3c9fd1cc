using Coordination.Contracts;
using Coordination.Contracts.Access;
using Coordination.Contracts.Incidents;
using Coordination.Contracts.Institutions;
using Coordination.Contracts.Intake;
using Coordination.Domain.Access;
using Coordination.Domain.Journal;

namespace Coordination.Domain.Incidents;

/// <summary>Gives the incident to someone, or to nobody.</summary>
public sealed record AssignIncident(PersonId? Owner) : IncidentCommand
{
    public override Decision<IncidentEvent> Decide(Incident state, Context context)
        => Cannot(state, context, "owner") is { } refusal ? refusal
            : Owner is { } person && context.Lookups.Find(new PersonById(person)) is null ? PersonRefusals.Unknown
            : state.Owner == Owner ? Decision<IncidentEvent>.Nothing
            : new IncidentAssigned(Owner);
}
