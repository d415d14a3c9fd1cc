using Coordination.Contracts.Access;

namespace Coordination.Console.Access;

/// <summary>How what a token may is called, and what can be chosen for it.</summary>
internal static class TokenWords
{
    public static string Of(TokenScope scope) => scope switch
    {
        TokenScope.Intake => "Deliver alerts for one source",
        TokenScope.Operate => "Do what an officer may",
        TokenScope.Audit => "Read what an auditor reads",
        TokenScope.Institution => "Do what a responder of one institution may",
        TokenScope.Partner => "Exchange for one partner",
        _ => "Do what an administrator may",
    };

    public static string Of(Right right) => right switch
    {
        Right.ReadIncidents => "find incidents",
        Right.ReadCases => "read cases whole, and the board",
        Right.AddToCases => "add notes, observables, tasks, classification",
        Right.WorkOnCases => "work on cases",
        Right.LeadCases => "restrict and share cases",
        Right.ReadAudit => "read who has read what",
        Right.ReadRegisters => "read people, institutions, sources, rosters",
        Right.ManageDuty => "change rosters and policies",
        Right.ManageRegisters => "change institutions and sources",
        Right.ManageAccess => "change people and tokens",
        Right.ReadAdvisories => "read advisories",
        Right.DraftAdvisories => "write advisories",
        Right.PublishAdvisories => "publish advisories",
        Right.AnswerAdvisories => "answer advisories",
        Right.AnswerConsents => "consent to an institution being named",
        Right.ReadInventories => "read what institutions have",
        Right.ManageInventories => "change what institutions have",
        Right.ManagePartners => "change partners",
        Right.ShareWithPartners => "share with partners",
        Right.Exchange => "exchange as a partner",
        Right.ManageSubscriptions => "manage subscriptions to events",
        _ => right.ToString(),
    };

    /// <summary>The rights that can be chosen for a token; the server judges what is sent. A test compares with the server's table.</summary>
    public static IReadOnlyList<Right> RightsOf(TokenScope scope) => scope switch
    {
        TokenScope.Operate => [Right.ReadIncidents, Right.ReadCases, Right.AddToCases, Right.WorkOnCases, Right.ReadRegisters, Right.ReadAdvisories, Right.DraftAdvisories, Right.PublishAdvisories, Right.AnswerAdvisories, Right.ReadInventories, Right.ManageInventories, Right.ShareWithPartners, Right.ManageSubscriptions],
        TokenScope.Administer => [Right.ReadRegisters, Right.ManageDuty, Right.ManageRegisters, Right.ManageAccess, Right.ReadInventories, Right.ManageInventories, Right.ManagePartners, Right.ManageSubscriptions],
        TokenScope.Audit => [Right.ReadIncidents, Right.ReadCases, Right.ReadAudit, Right.ReadRegisters, Right.ReadAdvisories, Right.ReadInventories],
        TokenScope.Institution => [Right.ReadIncidents, Right.ReadAdvisories, Right.AnswerAdvisories, Right.ReadInventories],
        TokenScope.Partner => [Right.ReadIncidents, Right.ReadAdvisories, Right.Exchange, Right.ManageSubscriptions],
        _ => [],
    };

    /// <summary>What a token has of it: null where it has all.</summary>
    public static string? Narrowed(TokenView token)
        => token.Rights is { Count: > 0 } rights && RightsOf(token.Scope).Except(rights).Any() ? "only: " + string.Join("; ", rights.Select(Of)) : null;
}
