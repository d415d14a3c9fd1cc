using Coordination.Contracts;
using Coordination.Domain.Access;
using Coordination.Domain.Exchange;
using Coordination.Domain.Journal;

namespace Coordination.Host.Exchange;

/// <summary>A page of a collection.</summary>
/// <param name="More">There is at least one more object that this partner may have and asked for.</param>
internal sealed record TaxiiPage(IReadOnlyList<ReadyObject> Objects, bool More);

/// <summary>
/// Fills pages in the order in which objects were added. Each object is judged before it is counted, so that neither a page's length nor <c>more</c> tells of what the partner may not have.
/// What is added meanwhile comes after all that was there, and one writer numbers it, so a walk misses nothing and meets nothing twice.
/// </summary>
internal sealed class TaxiiPages(IRows rows, SharedNeed need)
{
    public async Task<TaxiiPage> ReadAsync(PartnerStanding partner, Tlp label, TaxiiQuery query, CancellationToken cancellationToken)
    {
        var page = new List<ReadyObject>();
        // One more than asked says whether there is more. Where much is left out, more is read at once.
        var (after, most) = (query.After, query.Limit + 1);
        while (page.Count <= query.Limit && !query.Match.IsEmpty)
        {
            var found = await rows.ListAsync(CollectionKind.Table, new RowQuery(Filter(partner, label, query.Match, after), "added_at", Limit: most), cancellationToken);
            page.AddRange(await FittingAsync(partner, label, query.Match, found.Rows, cancellationToken));
            if (found.Next is null)
            {
                break;
            }

            (after, most) = (found.Rows[^1].Value.AddedAt, Math.Min(most * 2, TaxiiQuery.Most + 1));
        }

        return new(page.Count > query.Limit ? page[..query.Limit] : page, page.Count > query.Limit);
    }

    /// <summary>Whether the partner may have any version of this object.</summary>
    public async Task<bool> IsThereAsync(PartnerStanding partner, Tlp label, string id, CancellationToken cancellationToken)
        => (await need.PassedAsync(partner, await VersionsAsync(partner, label, [id], cancellationToken), cancellationToken)).Count > 0;

    private async Task<IEnumerable<ReadyObject>> FittingAsync(PartnerStanding partner, Tlp label, TaxiiMatch match, IReadOnlyList<Row<SharedObjectRow>> found, CancellationToken cancellationToken)
    {
        var passed = await need.PassedAsync(partner, found, cancellationToken);
        var several = passed.Where(one => !(one.Row.First && one.Row.Last)).Select(one => one.Row.What.Id).Distinct().ToArray();
        if (several.Length == 0)
        {
            return passed.Where(one => match.Versions.Fit(one.Row, first: true, last: true));
        }

        // Which is the first and the last version that the partner may have here is another question than which there are.
        var known = (await need.PassedAsync(partner, await VersionsAsync(partner, label, several, cancellationToken), cancellationToken))
            .GroupBy(one => one.Row.What.Id).ToDictionary(one => one.Key, SharedVersions.Of, StringComparer.Ordinal);
        return passed.Where(one => known.TryGetValue(one.Row.What.Id, out var versions)
            ? versions.Numbers.Contains(one.Row.Number) && match.Versions.Fit(one.Row, one.Row.Number == versions.First, one.Row.Number == versions.Last)
            : match.Versions.Fit(one.Row, first: true, last: true));
    }

    /// <summary>All versions of these objects in this collection.</summary>
    private async Task<List<Row<SharedObjectRow>>> VersionsAsync(PartnerStanding partner, Tlp label, IReadOnlyList<string> ids, CancellationToken cancellationToken)
    {
        var all = new List<Row<SharedObjectRow>>();
        string? cursor = null;
        do
        {
            var found = await rows.ListAsync(CollectionKind.Table, new RowQuery(Of(partner, label) & new AnyValue("stix_id", [.. ids]), "added_at", Limit: TaxiiQuery.Most, After: cursor), cancellationToken);
            all.AddRange(found.Rows);
            cursor = found.Next;
        }
        while (cursor is not null);
        return all;
    }

    private static AllOf Filter(PartnerStanding partner, Tlp label, TaxiiMatch match, DateTimeOffset? after)
        => new AllOf(
        [
            Of(partner, label),
            .. after is { } moment ? [new Compare("added_at", Comparison.Greater, moment)] : Array.Empty<RowFilter>(),
            .. match.Ids is { } ids ? [new AnyValue("stix_id", [.. ids])] : Array.Empty<RowFilter>(),
            .. match.Types is { } types ? [new AnyValue("stix_type", [.. types])] : Array.Empty<RowFilter>(),
        ]);

    private static RowFilter Of(PartnerStanding partner, Tlp label) => RowFilter.Is("partner", partner.Id.Value) & RowFilter.Is("label", label);
}
