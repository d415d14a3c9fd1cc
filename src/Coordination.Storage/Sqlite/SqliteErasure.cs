using Coordination.Domain.Journal;
using Coordination.Storage.Journal;
using Coordination.Storage.Sqlite.Rows;

namespace Coordination.Storage.Sqlite;

/// <summary>
/// Erases a stream, a case or a person, by destroying its key: its events and originals stay where they are, chained as before, and nobody can read them any
/// more. What stands beside them unencrypted is deleted: rows, attachments, messages that it sent or was to get, claims, and the answers of its operations.
/// </summary>
internal sealed class SqliteErasure(string dataFile, GroupWriter writer, SqliteEngine engine, RowTables tables, StreamKeyCache keys)
{
    /// <summary>Messages that a stream is to get or has sent, of its name three times.</summary>
    internal const string Messages = "target = ? or (id >= ? || '/' and id < ? || '0')";

    /// <summary>False if there is no such stream, or its key was destroyed before.</summary>
    public async Task<bool> EraseAsync(StreamId stream, CancellationToken cancellationToken)
    {
        var erased = await writer.RunAsync(() => Erase(stream), cancellationToken, _ => keys.Destroy(stream));
        await Task.Run(EmptyLog, cancellationToken);
        return erased;
    }

    /// <summary>How many of these originals there were.</summary>
    public async Task<int> ForgetOriginalsAsync(IReadOnlyCollection<string> ids, CancellationToken cancellationToken)
    {
        var gone = 0;
        foreach (var some in ids.Chunk(500))
        {
            gone += await writer.RunAsync(() => some.Sum(id => engine.Session.Sql("delete from original where id = ?").Bind(id).Run()), cancellationToken);
        }

        await Task.Run(EmptyLog, cancellationToken);
        return gone;
    }

    /// <summary>
    /// A page that was freed keeps what stood on it. All that are free are taken into a table of zeros, some at a time so that commits need not wait, and given back. A process that is
    /// killed meanwhile leaves that table, and the next one goes on with it.
    /// </summary>
    public async Task OverwriteDeletedAsync(CancellationToken cancellationToken)
    {
        while (!await writer.RunAsync(OverwriteSome, cancellationToken))
        {
        }

        await writer.RunAsync(() => Run("drop table if exists overwritten"), cancellationToken);
        await Task.Run(EmptyLog, cancellationToken);
    }

    /// <summary>True once no page is free any more.</summary>
    private bool OverwriteSome()
    {
        Run("create table if not exists overwritten (zeros blob)");
        for (var some = 0; some < 64; some++)
        {
            var (free, size) = (Number("pragma freelist_count"), Number("pragma page_size"));
            if (free == 0)
            {
                return true;
            }

            engine.Session.Sql("insert into overwritten (zeros) values (zeroblob(?))").Bind(Math.Max(1, (Math.Min(free, 64) * (size - 4)) - 200)).Run();
        }

        return false;
    }

    private int Run(string statement)
    {
        engine.Session.Sql(statement).Run();
        return 0;
    }

    private long Number(string pragma)
    {
        var found = engine.Session.Sql(pragma);
        found.Step();
        var number = found.Long(0);
        found.End();
        return number;
    }

    /// <summary>SQLite's log still holds the pages as they were before.</summary>
    private void EmptyLog()
    {
        using var session = SqliteSession.OpenWriter(dataFile);
        session.Execute("pragma wal_checkpoint(truncate)");
    }

    private bool Erase(StreamId stream)
    {
        var session = engine.Session;
        foreach (var table in tables.All)
        {
            if (table.SearchText is not null)
            {
                session.Sql(RowTableSql.Of(table).DeleteSearchOfStream!).Bind(stream.Value).Run();
            }

            session.Sql(RowTableSql.Of(table).DeleteOfStream).Bind(stream.Value).Run();
        }

        session.Sql($"delete from outbox where {Messages}").Bind(stream.Value).Bind(stream.Value).Bind(stream.Value).Run();
        session.Sql("delete from content_chunk where content in (select content from content where stream = ?)").Bind(stream.Value).Run();
        session.Sql("delete from content where stream = ?").Bind(stream.Value).Run();
        session.Sql("delete from claim where owner = ?").Bind(stream.Value).Run();
        session.Sql("delete from operation where stream = ?").Bind(stream.Value).Run();
        return session.Sql("update stream set wrapped_key = null where stream = ? and wrapped_key is not null").Bind(stream.Value).Run() > 0;
    }
}
