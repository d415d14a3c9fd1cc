using Coordination.Storage.Journal;

namespace Coordination.Storage.Sqlite;

/// <summary>Upkeep of the data file. What it deletes goes through the writer, like everything that is written.</summary>
internal sealed class SqliteUpkeep(GroupWriter writer, SqliteEngine engine, SqliteReaders readers) : IUpkeepWork
{
    public Task<JournalHeads> HeadsAsync(CancellationToken cancellationToken) => readers.ReadAsync(Heads, cancellationToken);

    public Task<int> ForgetOperationsAsync(DateTimeOffset before, int most, CancellationToken cancellationToken)
        => RunAsync("delete from operation where (stream, id) in (select stream, id from operation where at < ? limit ?)", before, most, cancellationToken);

    public Task<int> ForgetKeysAsync(DateTimeOffset before, int most, CancellationToken cancellationToken)
        => RunAsync("delete from closed_key where key in (select key from closed_key where at < ? limit ?)", before, most, cancellationToken);

    private Task<int> RunAsync(string sql, DateTimeOffset before, int most, CancellationToken cancellationToken)
        => writer.RunAsync(() => engine.Session.Sql(sql).Bind(Microseconds.Of(before)).Bind(most).Run(), cancellationToken);

    private static JournalHeads Heads(SqliteSession session)
    {
        var last = session.Sql("select coalesce(max(position), 0) from event");
        last.Step();
        var position = last.Long(0);
        last.End();
        var found = session.Sql("select writer, link, hash from writer where link > 0 order by writer");
        var writers = new List<WriterLink>();
        while (found.Step())
        {
            writers.Add(new(found.Text(0), found.Long(1), Convert.ToHexStringLower(found.Bytes(2))));
        }

        // One writer: nothing can be on its way.
        return new(position, position, writers);
    }
}
