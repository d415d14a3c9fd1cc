using Coordination.Storage.Journal;

namespace Coordination.Storage.SqlServer;

/// <summary>Upkeep of a SQL Server database. Every process does it: forgetting twice is forgetting once, and each has a checkpoint file of its own.</summary>
internal sealed class SqlServerUpkeep(SqlServerDatabase database) : IUpkeepWork
{
    internal const string Heads = """
        select (select isnull(max(position), 0) from event), w.writer, w.link, w.hash
        from (select 1 as one) as one left outer join writer as w on w.link > 0
        order by w.writer
        """;

    internal const string ForgetOperations = $"{SqlServerSql.Begin} delete top (@most) from o from operation as o {SqlServerSql.Free} where o.at < @before; select @@rowcount;";

    internal const string ForgetKeys = $"{SqlServerSql.Begin} delete top (@most) from k from closed_key as k {SqlServerSql.Free} where k.at < @before; select @@rowcount;";

    /// <summary>
    /// Nothing is said of what has settled: positions are given out before transactions commit, in an order that nobody can ask for, so a lower one may always still appear. What
    /// a checkpoint holds are the links of the writers, which have no gaps.
    /// </summary>
    public async Task<JournalHeads> HeadsAsync(CancellationToken cancellationToken)
    {
        var found = await database.ReadAsync(
            Heads,
            reader => (
                Position: reader.GetInt64(0),
                Writer: reader.IsDBNull(1) ? null : new WriterLink(reader.Text(1), reader.GetInt64(2), Convert.ToHexStringLower(reader.GetFieldValue<byte[]>(3)))),
            cancellationToken);
        return new(found[0].Position, 0, [.. found.Where(one => one.Writer is not null).Select(one => one.Writer!)]);
    }

    public Task<int> ForgetOperationsAsync(DateTimeOffset before, int most, CancellationToken cancellationToken) => ForgetAsync(ForgetOperations, before, most, cancellationToken);

    public Task<int> ForgetKeysAsync(DateTimeOffset before, int most, CancellationToken cancellationToken) => ForgetAsync(ForgetKeys, before, most, cancellationToken);

    private async Task<int> ForgetAsync(string sql, DateTimeOffset before, int most, CancellationToken cancellationToken)
        => (int)(await database.ScalarAsync(sql, cancellationToken, SqlServerValue.Int("@most", most), SqlServerValue.Long("@before", Microseconds.Of(before))))!;
}
