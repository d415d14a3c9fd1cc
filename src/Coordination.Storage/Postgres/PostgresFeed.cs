using System.Globalization;
using Coordination.Domain.Journal;
using Coordination.Storage.Journal;
using Npgsql;

namespace Coordination.Storage.Postgres;

/// <summary>
/// The journal as it grows. The cursor is the database's own snapshot (<c>xmin:xmax:in progress</c>): what has become visible since is what was written by
/// transactions that had not begun then, or were still in progress. A position holds its transaction's number, so both are ranges of positions, and a writer that
/// was frozen for an hour costs one more range and is told when it commits.
/// </summary>
internal sealed class PostgresFeed(NpgsqlDataSource source, CommitNudge nudge) : IJournalFeed
{
    /// <summary>Both ranges in one statement, so that it has one snapshot, and that snapshot even where nothing is found.</summary>
    private const string Look = """
        select seen.snapshot, fresh.position, fresh.stream, fresh.version, fresh.type, fresh.at
        from (select pg_current_snapshot()::text as snapshot) as seen
        left join (
          select position, stream, version, type, at from event where position >= $1
          union all
          select event.position, event.stream, event.version, event.type, event.at
          from unnest($2) as unfinished cross join lateral (select * from event where position >= unfinished and position < unfinished + 1048576) as event
        ) as fresh on true
        order by fresh.position
        """;

    private long? _base;

    public async Task<FeedCursor> NowAsync(CancellationToken cancellationToken)
    {
        await using var command = source.CreateCommand("select pg_current_snapshot()::text");
        return new((string)(await command.ExecuteScalarAsync(cancellationToken))!);
    }

    public async Task<FeedPage> ReadAsync(FeedCursor after, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(after);
        var origin = _base ??= await ReadBaseAsync(cancellationToken);
        var (next, unfinished) = Parse(after.Value);
        var newest = new NewestEntries();
        var snapshot = after.Value;
        await using var batch = source.CreateBatch();
        batch.Add(Look).Long(origin + (next * PostgresEngine.PositionsOfTransaction)).Longs(unfinished.Select(transaction => origin + (transaction * PostgresEngine.PositionsOfTransaction)));
        await using var reader = await batch.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
        {
            snapshot = reader.Text(0);
            if (!reader.IsDBNull(1))
            {
                newest.Add(new(reader.GetInt64(1), new StreamId(reader.Text(2)), reader.GetInt64(3), reader.Text(4), Microseconds.ToMoment(reader.GetInt64(5))));
            }
        }

        return new(newest.InOrder, new(snapshot));
    }

    public Task WaitForCommitAsync(CancellationToken cancellationToken) => nudge.WaitAsync(cancellationToken);

    /// <summary>The first transaction that had not begun, and those that had not ended.</summary>
    private static (long Next, IReadOnlyList<long> Unfinished) Parse(string snapshot)
    {
        var parts = snapshot.Split(':');
        return (long.Parse(parts[1], CultureInfo.InvariantCulture),
            [.. parts[2].Split(',', StringSplitOptions.RemoveEmptyEntries).Select(one => long.Parse(one, CultureInfo.InvariantCulture))]);
    }

    private async Task<long> ReadBaseAsync(CancellationToken cancellationToken)
    {
        await using var command = source.CreateCommand("select value::bigint from setting where name = 'position-base'");
        return (long)(await command.ExecuteScalarAsync(cancellationToken))!;
    }
}
