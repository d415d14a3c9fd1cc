using Coordination.Domain.Journal;

namespace Coordination.Storage.Sqlite;

/// <summary>The journal as a sequence. With one writer nothing can appear below the last position, so the horizon is simply the end.</summary>
internal sealed class SqliteFeed(SqliteReaders readers) : IJournalFeed
{
    private TaskCompletionSource _next = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public Task<long> SafeHorizonAsync(CancellationToken cancellationToken)
        => readers.ReadAsync(
            session =>
            {
                var last = session.Sql("select coalesce(max(position), 0) from event");
                last.Step();
                return last.Long(0);
            },
            cancellationToken);

    public Task<IReadOnlyList<FeedEntry>> ReadAsync(long afterPosition, int limit, CancellationToken cancellationToken)
        => readers.ReadAsync<IReadOnlyList<FeedEntry>>(
            session =>
            {
                var newest = new Dictionary<StreamId, FeedEntry>();
                var found = session.Sql("select position, stream, version, type from event where position > ? order by position limit ?").Bind(afterPosition).Bind(limit);
                while (found.Step())
                {
                    var stream = new StreamId(found.Text(1));
                    newest[stream] = new(found.Long(0), stream, found.Long(2), found.Text(3));
                }

                return [.. newest.Values.OrderBy(entry => entry.Position)];
            },
            cancellationToken);

    public Task WaitForCommitAsync(CancellationToken cancellationToken) => Volatile.Read(ref _next).Task.WaitAsync(cancellationToken);

    /// <summary>Something was written.</summary>
    public void Nudge() => Interlocked.Exchange(ref _next, new(TaskCreationOptions.RunContinuationsAsynchronously)).SetResult();
}
