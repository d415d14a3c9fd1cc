using Coordination.Contracts.Partners;
using Coordination.Domain.Exchange;
using Coordination.Domain.Journal;

namespace Coordination.Grains.Partners;

/// <summary>Finds what lies ready for a partner, or has left, by the ids under which the partner speaks of it. Who we are is found whatever it has.</summary>
internal sealed class OurShares(IRows rows, OurIdentities? identities)
{
    private const int Together = 400;
    private const int MostVersions = 1_000;

    public async Task<OurObjects> AmongAsync(PartnerId partner, IReadOnlyCollection<string> ids, CancellationToken cancellationToken)
    {
        var found = new List<SharedObjectRow>();
        foreach (var some in ids.Chunk(Together))
        {
            var filter = RowFilter.Is("partner", partner.Value) & new AnyValue("stix_id", some);
            string? after = null;
            do
            {
                var page = await rows.ListAsync(CollectionKind.Table, new RowQuery(filter, Limit: MostVersions, After: after), cancellationToken);
                found.AddRange(page.Rows.Select(row => row.Value));
                after = page.Next;
            }
            while (after is not null);
        }

        var ours = found.GroupBy(row => row.What.Id, StringComparer.Ordinal).ToDictionary(
            group => group.Key, group => new OurObject([.. group.Select(row => row.What.Origin).Distinct()], [.. group.Select(row => row.What.Version).OfType<string>().Distinct()]), StringComparer.Ordinal);
        // A UUID is the same in other letters.
        foreach (var id in identities is null ? [] : ids.Where(id => identities.Ids.Contains(id, StringComparer.OrdinalIgnoreCase)))
        {
            ours.TryAdd(id, new([], [identities!.Version]));
        }

        return new(ours);
    }
}
