using Coordination.Domain.Journal;

namespace Coordination.Faults.Host;

/// <summary>The feed, which never tells of some incidents.</summary>
internal sealed class SkippingFeed(IJournalFeed inner) : IJournalFeed
{
    public Task<FeedCursor> NowAsync(CancellationToken cancellationToken) => inner.NowAsync(cancellationToken);

    public async Task<FeedPage> ReadAsync(FeedCursor after, CancellationToken cancellationToken)
    {
        var page = await inner.ReadAsync(after, cancellationToken);
        return page with { Entries = [.. page.Entries.Where(entry => entry.Stream.Kind != "incident" || entry.Stream.Value[^1] % 4 != 0)] };
    }

    public Task WaitForCommitAsync(CancellationToken cancellationToken) => inner.WaitForCommitAsync(cancellationToken);
}
