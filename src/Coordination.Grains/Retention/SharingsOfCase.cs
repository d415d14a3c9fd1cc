using System.Globalization;
using Coordination.Domain.Exchange;
using Coordination.Domain.Journal;
using Coordination.Grains.Journal;

namespace Coordination.Grains.Retention;

/// <summary>What was shared of it with partners, with all that this says. What has left is theirs: the collection knows that it did, and no longer what it said.</summary>
internal sealed class SharingsOfCase(IRows rows, Destruction destruction, Patience patience) : ICasePart
{
    public async Task<Share> CountAsync(StreamId incident, CancellationToken cancellationToken)
    {
        var all = await rows.ListAllAsync(SharingKind.Table, RowFilter.Is("origin", incident.Value), cancellationToken);
        var (left, waiting) = (0L, 0L);
        var partners = new HashSet<string>(StringComparer.Ordinal);
        await foreach (var one in rows.AllAsync(CollectionKind.Table, RowFilter.Is("origin", incident.Value), cancellationToken))
        {
            left += one.Value.TakenAt is null ? 0 : 1;
            waiting += one.Value.TakenAt is null ? 1 : 0;
            if (one.Value.TakenAt is not null)
            {
                partners.Add(one.Value.Partner);
            }
        }

        return new(
            [new("sharings", all.Count), new("objects that wait for partners", waiting)],
            left == 0 ? [] : [string.Create(CultureInfo.InvariantCulture, $"{left} objects that have left to {partners.Count} partners, who keep them. Call them back first, if they are to be told; here it stays recorded that they left, not what they said.")]);
    }

    public async Task<Erased> EraseAsync(StreamId incident, CancellationToken cancellationToken)
    {
        var all = await rows.ListAllAsync(SharingKind.Table, RowFilter.Is("origin", incident.Value), cancellationToken);
        foreach (var sharing in all)
        {
            // First what waits: nothing is served whose content is gone.
            await patience.AskAsync(
                CollectionKind.Stream(sharing.Value.Partner),
                new Operation { Id = $"erase/{sharing.Stream}", Actor = Actor.System.Value, Command = Domain.DomainJson.Write<CollectionCommand>(new WithdrawObjects(incident.Value, "the case is erased")) },
                cancellationToken);
        }

        var left = await rows.CountAllAsync(CollectionKind.Table, RowFilter.Is("origin", incident.Value), cancellationToken);
        var streams = await destruction.OfAsync(all.Select(row => row.Stream), cancellationToken);
        return Erased.Of(new("sharings", all.Count), new("streams", streams), new("objects that had left to partners and stay with them", all.Count == 0 ? 0 : left));
    }
}
