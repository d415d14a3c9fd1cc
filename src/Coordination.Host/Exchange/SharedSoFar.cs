using System.Text.Json;
using Coordination.Contracts;
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

    /// <summary>Why these cannot be laid ready: one of them lies there in the same version and says something else, be it for another thing. Null where they can.</summary>
    public async Task<Refusal?> RefuseAsync(PartnerId partner, IReadOnlyList<MadeObject> objects, CancellationToken cancellationToken)
    {
        var said = objects.Where(one => one.What.Version is not null).ToDictionary(one => (one.What.Id, one.What.Version), one => SharedContent.HashOf(one.What.Content));
        foreach (var ids in objects.Select(one => one.What.Id).Distinct(StringComparer.Ordinal).Chunk(500))
        {
            await foreach (var row in rows.AllAsync(CollectionKind.Table, RowFilter.Is("partner", partner.Value) & new AnyValue("stix_id", ids), cancellationToken))
            {
                if (said.TryGetValue((row.Value.What.Id, row.Value.What.Version), out var hash) && hash != SharedContent.HashOf(row.Value.What.Content))
                {
                    return CollectionRefusals.VersionTaken(row.Value.What.Id);
                }
            }
        }

        return null;
    }
}
