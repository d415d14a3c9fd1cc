using System.Globalization;
using Coordination.Domain.Journal;
using Coordination.Storage.Journal;

namespace Coordination.Storage.Sqlite;

/// <summary>The journal as it grows. With one writer nothing can appear below the last position, so the cursor is simply that.</summary>
internal sealed class SqliteFeed(SqliteReaders readers, CommitNudge nudge) : IJournalFeed
{
    public Task<FeedCursor> NowAsync(CancellationToken cancellationToken)
        => readers.ReadAsync(
            session =>
            {
                var last = session.Sql("select coalesce(max(position), 0) from event");
                last.Step();
                return Cursor(last.Long(0));
            },
            cancellationToken);

    public Task<FeedPage> ReadAsync(FeedCursor after, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(after);
        var from = long.Parse(after.Value, CultureInfo.InvariantCulture);
        return readers.ReadAsync(
            session =>
            {
                var newest = new NewestEntries();
                var found = session.Sql("select position, stream, version, type, at from event where position > ? order by position").Bind(from);
                while (found.Step())
                {
                    newest.Add(new(found.Long(0), new StreamId(found.Text(1)), found.Long(2), found.Text(3), Microseconds.ToMoment(found.Long(4))));
                }

                return new FeedPage(newest.InOrder, newest.InOrder is [.., var last] ? Cursor(last.Position) : after);
            },
            cancellationToken);
    }

    public Task WaitForCommitAsync(CancellationToken cancellationToken) => nudge.WaitAsync(cancellationToken);

    private static FeedCursor Cursor(long position) => new(position.ToString(CultureInfo.InvariantCulture));
}
