using Coordination.Contracts.Exchange;
using Coordination.Domain.Exchange;
using Coordination.Domain.Journal;
using Coordination.Grains.Journal;
using Coordination.Host.Partners;

namespace Coordination.Host.Exchange;

/// <summary>Of what was written, what subscribers hear. Each kind of thing says it for itself.</summary>
internal sealed class PublicHappenings(IRows rows, PartnerStandings partners, IEnumerable<IHappenings> kinds)
{
    public async Task<IReadOnlyList<NewWebhook>> OfAsync(IReadOnlyList<FeedEntry> entries, CancellationToken cancellationToken)
    {
        var told = kinds.Where(kind => entries.Any(kind.Tells)).ToArray();
        if (told.Length == 0 || await ListeningAsync(cancellationToken) is not { Count: > 0 } all)
        {
            return [];
        }

        var heard = new List<NewWebhook>();
        foreach (var kind in told)
        {
            heard.AddRange(await kind.OfAsync([.. entries.Where(kind.Tells)], all, cancellationToken));
        }

        return heard;
    }

    private async Task<IReadOnlyList<Listening>> ListeningAsync(CancellationToken cancellationToken)
    {
        var found = new List<Listening>();
        await foreach (var row in rows.AllAsync(SubscriptionKind.Table, RowFilter.Is("paused", false), cancellationToken))
        {
            var standing = row.Value.For.Partner is { } partner ? await partners.FindAsync(partner, cancellationToken) : null;
            found.Add(new(SubscriptionId.Of(row.Id), row.Value, SubscriptionRules.ViewerOf(row.Value.For, standing)));
        }

        return found;
    }
}
