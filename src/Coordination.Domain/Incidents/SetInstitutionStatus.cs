using Coordination.Contracts;
using Coordination.Contracts.Institutions;
using Coordination.Domain.Journal;

namespace Coordination.Domain.Incidents;

/// <summary>Where one institution's own work stands, in its words (for example <c>cleaned</c>).</summary>
public sealed record SetInstitutionStatus(InstitutionId Institution, string Status) : IncidentCommand
{
    private static readonly Refusal Empty = new(RefusalKind.Invalid, "institution.status-missing", "Name the status.", "status");

    public override Decision<IncidentEvent> Decide(Incident state, Context context)
        => (Cannot(state, context, $"institutions/{Institution}") ?? Texts.Refuse("status", Status, 60, Empty)) is { } refusal ? refusal
            : state.Institutions.FirstOrDefault(affected => affected.Institution == Institution) is not { } affected ? IncidentRefusals.InstitutionNotAffected
            : affected.Status == Status ? Decision<IncidentEvent>.Nothing
            : new InstitutionStatusChanged(Institution, Status);
}
