using Coordination.Contracts.Institutions;
using Coordination.Domain.Journal;

namespace Coordination.Domain.Incidents;

/// <summary>The institution has acknowledged its notification; the incident shows it. It stops nothing.</summary>
public sealed record RecordInstitutionAcknowledged(InstitutionId Institution) : IncidentCommand
{
    public override Decision<IncidentEvent> Decide(Incident state, Context context)
        => state.Institutions.Any(affected => affected.Institution == Institution && affected.AcknowledgedAt is null)
            ? new InstitutionAcknowledged(Institution)
            : Decision<IncidentEvent>.Nothing;
}
