using Coordination.Contracts.Access;

namespace Coordination.Domain.Access;

/// <summary>Who may do what. The README of <c>Coordination.Host/Access</c> shows this table; a test compares.</summary>
public static class Rights
{
    private static readonly Role[] Staff = [Role.Officer, Role.Lead, Role.Analyst, Role.Auditor];

    /// <summary>The roles that have each right. An administrator who was granted case content has an officer's rights besides.</summary>
    public static IReadOnlyDictionary<Right, IReadOnlyList<Role>> Table { get; } = new Dictionary<Right, IReadOnlyList<Role>>
    {
        [Right.ReadIncidents] = [.. Staff, Role.InstitutionResponder, Role.InstitutionManager, Role.Partner],
        [Right.ReadCases] = Staff,
        [Right.AddToCases] = [Role.Officer, Role.Lead, Role.Analyst],
        [Right.WorkOnCases] = [Role.Officer, Role.Lead],
        [Right.LeadCases] = [Role.Lead],
        [Right.ReadAudit] = [Role.Auditor],
        [Right.ReadRegisters] = [.. Staff, Role.Administrator],
        [Right.ManageDuty] = [Role.Lead, Role.Administrator],
        [Right.ManageRegisters] = [Role.Administrator],
        [Right.ManageAccess] = [Role.Administrator],
        [Right.ReadAdvisories] = [.. Staff, Role.InstitutionResponder, Role.InstitutionManager, Role.Partner],
        [Right.DraftAdvisories] = [Role.Officer, Role.Lead, Role.Analyst],
        [Right.PublishAdvisories] = [Role.Officer, Role.Lead],
        [Right.AnswerAdvisories] = [Role.Officer, Role.Lead, Role.InstitutionResponder, Role.InstitutionManager],
    };

    public static bool Has(Viewer viewer, Right right)
        => viewer.Role is { } role && viewer.Only?.Contains(right) != false && (Table[right].Contains(role) || (role == Role.Administrator && viewer.Cases && Table[right].Contains(Role.Officer)));

    /// <summary>All that this viewer may do.</summary>
    public static IReadOnlyList<Right> Of(Viewer viewer) => [.. Enum.GetValues<Right>().Where(right => Has(viewer, right))];

    /// <summary>Who belongs to an institution, and to which is therefore part of what they are.</summary>
    public static bool IsOfInstitution(Role role) => role is Role.InstitutionResponder or Role.InstitutionManager;
}
