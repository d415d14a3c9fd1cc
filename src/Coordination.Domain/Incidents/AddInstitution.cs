using Coordination.Contracts;
using Coordination.Contracts.Access;
using Coordination.Contracts.Incidents;
using Coordination.Contracts.Institutions;
using Coordination.Contracts.Intake;
using Coordination.Domain.Institutions;
using Coordination.Domain.Journal;

namespace Coordination.Domain.Incidents;

/// <summary>The incident touches this institution too; it will be told.</summary>
public sealed record AddInstitution(InstitutionId Institution) : IncidentCommand
{
    public override Decision<IncidentEvent> Decide(Incident state, Context context)
        => Cannot(state, context) is { } refusal ? refusal
            : context.Lookups.Find(new InstitutionById(Institution)) is null ? InstitutionRefusals.Unknown
            : state.Institutions.Any(affected => affected.Institution == Institution) ? Decision<IncidentEvent>.Nothing
            : new InstitutionAffected(Institution);
}
