using Coordination.Contracts;
using Coordination.Contracts.Access;

namespace Coordination.Domain.Access;

/// <summary>Which rights may be chosen for a token.</summary>
public static class TokenRights
{
    private static readonly Right[] OfCases = [Right.ReadIncidents, Right.ReadCases, Right.AddToCases, Right.WorkOnCases, Right.LeadCases];

    /// <summary>All rights that a token of this scope can have. A consent is the word of a person: a machine gives none.</summary>
    public static IReadOnlyList<Right> Of(TokenScope scope) => [.. Rights.Of(new(null, TokenFacts.RoleOf(scope))).Where(right => right != Right.AnswerConsents)];

    /// <summary>Why these cannot be chosen; null if they can.</summary>
    public static Refusal? Refuse(TokenScope scope, IReadOnlyList<Right>? chosen)
    {
        if (chosen is null)
        {
            return null;
        }

        var all = Of(scope);
        if (chosen.Count == 0 && all.Count > 0)
        {
            return TokenRefusals.RightsMissing;
        }

        if (chosen.Except(all).Any())
        {
            return all.Count == 0 ? TokenRefusals.RightsOfIntake : new(RefusalKind.Invalid, "token.rights-beyond", $"A token of this scope can have only {string.Join(", ", all)}.", "rights");
        }

        // What staff sees of a case hangs on both: with one of them alone, or without either, a case could not be found and not be worked on.
        return all.Contains(Right.ReadCases) && chosen.Intersect(OfCases).Any() && !(chosen.Contains(Right.ReadIncidents) && chosen.Contains(Right.ReadCases))
            ? TokenRefusals.RightsBlind
            : null;
    }

    /// <summary>As they are kept: each once, in the order of the table; null where all were chosen.</summary>
    public static IReadOnlyList<Right>? Kept(TokenScope scope, IReadOnlyList<Right>? chosen)
        => chosen is null || Of(scope).All(chosen.Contains) ? null : [.. chosen.Distinct().Order()];
}
