using Coordination.Domain.Journal;
using Coordination.Storage.Journal;

namespace Coordination.Storage.SqlServer;

/// <summary>
/// The journal as it grows. The server gives each event a row version, ascending, before its transaction commits, and tells the lowest that is still being written. A look first
/// asks for that horizon and then reads what is committed; what it does not find above the horizon is looked for again by its version (<see cref="FeedReach"/>), so
/// it does not matter in which order transactions commit. Rows that are locked are passed over, not waited for: they are found the next time.
/// </summary>
internal sealed class SqlServerFeed(SqlServerDatabase database, CommitNudge nudge) : IJournalFeed
{
    internal const string Horizon = "select min_active_rowversion()";

    internal const string Look = $"""
        set nocount on;
        declare @horizon binary(8) = min_active_rowversion();
        select @horizon;
        select position, stream, version, type, at, convert(binary(8), rv) as rv from (
          select position, stream, version, type, at, rv from event {SqlServerSql.Settled} where rv >= @next
          union all
          select e.position, e.stream, e.version, e.type, e.at, e.rv from @missing as w inner join event as e {SqlServerSql.Settled} on e.rv >= w.first and e.rv <= w.last) as fresh
        order by position;
        """;

    public async Task<FeedCursor> NowAsync(CancellationToken cancellationToken)
        => new(FeedReach.From(FeedReach.Number((byte[])(await database.ScalarAsync(Horizon, cancellationToken))!)).Write());

    public async Task<FeedPage> ReadAsync(FeedCursor after, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(after);
        var reach = FeedReach.Read(after.Value);
        return await database.AskAsync(
            Look,
            async command =>
            {
                await using var reader = await command.ExecuteReaderAsync(cancellationToken);
                await reader.ReadAsync(cancellationToken);
                var horizon = FeedReach.Number(reader.GetFieldValue<byte[]>(0));
                await reader.NextResultAsync(cancellationToken);
                var (newest, seen) = (new NewestEntries(), new List<long>());
                while (await reader.ReadAsync(cancellationToken))
                {
                    newest.Add(new(reader.GetInt64(0), new StreamId(reader.Text(1)), reader.GetInt64(2), reader.Text(3), Microseconds.ToMoment(reader.GetInt64(4))));
                    seen.Add(FeedReach.Number(reader.GetFieldValue<byte[]>(5)));
                }

                return new FeedPage(newest.InOrder, new(reach.After(horizon, seen).Write()));
            },
            cancellationToken,
            SqlServerValue.Version("@next", FeedReach.Bytes(reach.Next)),
            SqlServerTables.Ranges("@missing", [.. reach.Missing.Select(range => (FeedReach.Bytes(range.First), FeedReach.Bytes(range.Last)))]));
    }

    public Task WaitForCommitAsync(CancellationToken cancellationToken) => nudge.WaitAsync(cancellationToken);
}
