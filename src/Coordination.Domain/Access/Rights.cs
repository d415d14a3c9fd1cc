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
        [Right.AnswerConsents] = [Role.Officer, Role.Lead, Role.InstitutionManager],
        [Right.ReadInventories] = [.. Staff, Role.Administrator, Role.InstitutionResponder, Role.InstitutionManager],
        [Right.ManageInventories] = [Role.Officer, Role.Lead, Role.Administrator, Role.InstitutionManager],
        [Right.ManagePartners] = [Role.Lead, Role.Administrator],
        [Right.ShareWithPartners] = [Role.Officer, Role.Lead],
        [Right.Exchange] = [Role.Partner],
        [Right.ManageSubscriptions] = [Role.Officer, Role.Lead, Role.Administrator, Role.InstitutionManager, Role.Partner],
    };

    /// <summary>The table once more, a bit for each role: it is asked for every row that anybody reads.</summary>
    private static readonly int[] Held = [.. Enum.GetValues<Right>().Select(right => Table[right].Aggregate(0, (bits, role) => bits | (1 << (int)role)))];

    public static bool Has(Viewer viewer, Right right)
        => viewer.Role is { } role && viewer.Only?.Contains(right) != false && (IsHeld(right, role) || (role == Role.Administrator && viewer.Cases && IsHeld(right, Role.Officer)));

    /// <summary>All that this viewer may do.</summary>
    public static IReadOnlyList<Right> Of(Viewer viewer) => [.. Enum.GetValues<Right>().Where(right => Has(viewer, right))];

    private static bool IsHeld(Right right, Role role) => (uint)role < 32 && (Held[(int)right] & (1 << (int)role)) != 0;

    /// <summary>Who belongs to an institution, and to which is therefore part of what they are.</summary>
    public static bool IsOfInstitution(Role role) => role is Role.InstitutionResponder or Role.InstitutionManager;
}
