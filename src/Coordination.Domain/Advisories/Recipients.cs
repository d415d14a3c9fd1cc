using System.Collections.Immutable;
using Coordination.Contracts.Advisories;
using Coordination.Contracts.Institutions;

namespace Coordination.Domain.Advisories;

/// <summary>How a list of recipients changes. What people decided outlives every matching: who was taken out stays out, who was put in stays in.</summary>
public static class Recipients
{
    /// <summary>An advisory goes to at most so many.</summary>
    public const int Most = 10_000;

    /// <summary>Those who are really told.</summary>
    public static IEnumerable<Recipient> Told(IEnumerable<Recipient> recipients) => recipients.Where(one => !one.Removed);

    /// <summary>People put these in: who had been taken out is in again.</summary>
    public static ImmutableArray<Recipient> Added(ImmutableArray<Recipient> before, IReadOnlyList<Recipient> added)
        => Merge(before, added, static (one, more) => one with { Removed = false, Reasons = [.. one.Reasons.Union(more.Reasons)] });

    /// <summary>People took these out.</summary>
    public static ImmutableArray<Recipient> Removed(ImmutableArray<Recipient> before, IReadOnlyList<InstitutionId> removed)
    {
        var gone = removed.ToHashSet();
        return [.. before.Select(one => gone.Contains(one.Institution) ? one with { Removed = true } : one)];
    }

    /// <summary>A matching found these: what an earlier one found and this one does not is gone, unless people had a say.</summary>
    public static ImmutableArray<Recipient> Proposed(ImmutableArray<Recipient> before, IReadOnlyList<Recipient> proposed)
    {
        var kept = before.Select(one => one with { Reasons = [.. one.Reasons.Where(reason => !reason.IsMatched())] }).Where(one => one.Removed || one.Reasons.Count > 0);
        return Merge([.. kept], proposed, static (one, more) => one with { Reasons = [.. one.Reasons.Union(more.Reasons)] });
    }

    private static ImmutableArray<Recipient> Merge(ImmutableArray<Recipient> before, IReadOnlyList<Recipient> more, Func<Recipient, Recipient, Recipient> join)
    {
        var all = before.ToBuilder();
        var places = before.Select((one, index) => (one.Institution, index)).ToDictionary(pair => pair.Institution, pair => pair.index);
        foreach (var one in more)
        {
            if (places.TryGetValue(one.Institution, out var place))
            {
                all[place] = join(all[place], one);
            }
            else
            {
                places[one.Institution] = all.Count;
                all.Add(one);
            }
        }

        return all.ToImmutable();
    }
}
