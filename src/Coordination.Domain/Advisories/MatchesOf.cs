using Coordination.Contracts.Advisories;
using Coordination.Contracts.Institutions;
using Coordination.Domain.Journal;

namespace Coordination.Domain.Advisories;

/// <summary>Whom a text concerns, by these criteria. Of one draft there is one such question for each set of criteria: what was asked and what is decided on may be texts of different age.</summary>
public sealed record MatchesOf(AdvisoryContent Content, long TextVersion, MatchCriteria Criteria) : Lookup<MatchList>
{
    public static MatchesOf Draft(Draft draft, MatchCriteria criteria) => new(draft.Content, draft.TextVersion, criteria);

    public bool Equals(MatchesOf? other) => other is not null && DomainJson.Write(Criteria).AsSpan().SequenceEqual(DomainJson.Write(other.Criteria));

    public override int GetHashCode() => HashCode.Combine(Criteria.Products, Criteria.Networks.Count, Criteria.Groups.Count);
}

/// <summary>Who was found, each with the reasons.</summary>
/// <param name="TextVersion">The text that was looked through.</param>
public sealed record MatchList(IReadOnlyList<Recipient> Recipients, long TextVersion)
{
    /// <summary>One list of what was found by each criterion.</summary>
    public static MatchList Of(long textVersion, params IEnumerable<(InstitutionId Institution, RecipientReason Reason)> found)
        => new([.. found.GroupBy(one => one.Institution, one => one.Reason).Select(group => new Recipient(group.Key, [.. group.Distinct()]))], textVersion);
}
