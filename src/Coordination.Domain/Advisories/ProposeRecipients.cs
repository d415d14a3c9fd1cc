using Coordination.Contracts;
using Coordination.Contracts.Advisories;
using Coordination.Domain.Intake.Normal;
using Coordination.Domain.Journal;

namespace Coordination.Domain.Advisories;

/// <summary>A matching says whom the draft concerns and why. It takes the place of what an earlier matching said; what people decided stays.</summary>
public sealed record ProposeRecipients(MatchCriteria Criteria) : AdvisoryCommand
{
    private const int MostNetworks = 100;
    private const int MostGroups = 50;

    public override Decision<AdvisoryEvent> Decide(Advisory state, Context context)
    {
        if ((TryRead(Criteria, out var criteria) ?? CannotWork(state, context, null)) is { } refusal)
        {
            return refusal;
        }

        var draft = state.Draft!;
        var found = context.Lookups.Find(MatchesOf.Draft(draft, criteria))!;
        if (found.TextVersion != draft.TextVersion)
        {
            return AdvisoryRefusals.EditedWhileMatched;
        }

        var after = Recipients.Proposed(draft.Recipients, found.Recipients);
        return found.Recipients.Count > Recipients.Most || after.Length > Recipients.Most ? AdvisoryRefusals.TooManyRecipients
            : !draft.MatchIsOld() && Same(criteria, draft.Criteria) && Same(after, draft.Recipients) ? Decision<AdvisoryEvent>.Nothing
            : new RecipientsProposed(found.Recipients, criteria);
    }

    /// <summary>The criteria in normal form, or why they cannot be taken.</summary>
    public static Refusal? TryRead(MatchCriteria given, out MatchCriteria criteria)
    {
        criteria = given;
        if (given.Networks.Count > MostNetworks || given.Groups.Count > MostGroups)
        {
            return AdvisoryRefusals.TooMuchToMatch;
        }

        var networks = new List<string>();
        foreach (var text in given.Networks)
        {
            if (!NetworkText.TryRead(text, out var normal, out var refusal))
            {
                return refusal! with { Field = "networks" };
            }

            networks.Add(normal);
        }

        foreach (var group in given.Groups)
        {
            if (Texts.Refuse("groups", group, 100, AdvisoryRefusals.NothingToMatch) is { } refusal)
            {
                return refusal;
            }
        }

        criteria = new() { Products = given.Products, Networks = [.. networks.Distinct().Order(StringComparer.Ordinal)], Groups = [.. given.Groups.Distinct().Order(StringComparer.Ordinal)] };
        return given.Products || networks.Count + given.Groups.Count > 0 ? null : AdvisoryRefusals.NothingToMatch;
    }

    private static bool Same<T>(T left, T right) => DomainJson.Write(left).AsSpan().SequenceEqual(DomainJson.Write(right));
}
