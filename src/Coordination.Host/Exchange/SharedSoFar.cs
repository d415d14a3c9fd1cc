using System.Text.Json;
using Coordination.Contracts.Partners;
using Coordination.Domain.Exchange;
using Coordination.Domain.Journal;
using Coordination.Grains.Journal;

namespace Coordination.Host.Exchange;

/// <summary>What of a thing has left to a partner already.</summary>
internal sealed class SharedSoFar(IRows rows)
{
    /// <summary>The newest version of each object that has left, by its id. What waits has not.</summary>
    public async Task<IReadOnlyDictionary<string, LeftObject>> LeftAsync(PartnerId partner, StreamId origin, CancellationToken cancellationToken)
    {
        var newest = new Dictionary<string, SharedObjectRow>(StringComparer.Ordinal);
        await foreach (var row in rows.AllAsync(CollectionKind.Table, RowFilter.Is("partner", partner.Value) & RowFilter.Is("origin", origin.Value), cancellationToken))
        {
            if (row.Value.TakenAt is not null && (!newest.TryGetValue(row.Value.What.Id, out var other) || other.Number < row.Value.Number))
            {
                newest[row.Value.What.Id] = row.Value;
            }
        }

        var contents = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var ids in newest.Values.Select(row => row.What.Content).Distinct().Chunk(500))
        {
            foreach (var row in await rows.FindManyAsync(SharedContent.Table, ids, cancellationToken))
            {
                contents[row.Id] = row.Value.Json;
            }
        }

        return newest.Values.Where(row => contents.ContainsKey(row.What.Content))
            .ToDictionary(row => row.What.Id, row => new LeftObject(row.What, JsonDocument.Parse(contents[row.What.Content]).RootElement.Clone()), StringComparer.Ordinal);
    }
}
