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

    /// <summary>256 MB, which take a second or two.</summary>
    private const long MostWrittenAnew = 1L << 28;

    private readonly Lock _lock = new();
    private readonly SemaphoreSlim _turn = new(1);

    /// <summary>Two at once would each be told that the other does it.</summary>
    private readonly Lock _folding = new();
    private Task? _next;

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
    /// What was deleted stays in three places: on pages that were freed, in unused bytes of pages whose neighbours were divided, and in SQLite's log. A file that is not large is written
    /// anew, which leaves all of it behind. Of a larger one, where commits would wait too long for that, only the freed pages are overwritten; what its divided pages hold goes when
    /// <c>coordctl rebuild</c> writes it anew. Who asks while it is being done waits for the next time, together with all others who do.
    /// </summary>
    public Task OverwriteDeletedAsync(CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            return (_next ??= Task.Run(OverwriteAsync, CancellationToken.None)).WaitAsync(cancellationToken);
        }
    }

    private async Task OverwriteAsync()
    {
        await _turn.WaitAsync();
        try
        {
            lock (_lock)
            {
                // Who asks from now on has deleted something that this may not see.
                _next = null;
            }

            if (new FileInfo(dataFile).Length <= MostWrittenAnew)
            {
                WriteAnew();
            }
            else
            {
                while (!await writer.RunAsync(OverwriteSome, CancellationToken.None))
                {
                }

                await writer.RunAsync(() => Run("drop table if exists overwritten"), CancellationToken.None);
            }

            EmptyLog();
        }
        finally
        {
            _turn.Release();
        }
    }

    /// <summary>All that is there is copied to new pages; those who commit wait meanwhile.</summary>
    private void WriteAnew()
    {
        using var session = SqliteSession.OpenWriter(dataFile);
        session.Execute("pragma temp_store = file; drop table if exists overwritten; vacuum");
    }

    /// <summary>True once no page is free any more.</summary>
    private bool OverwriteSome()
    {
        Run("create table if not exists overwritten (zeros blob)");
        for (var some = 0; some < 64; some++)
        {
            var (free, size) = (engine.Session.Number("pragma freelist_count"), engine.Session.Number("pragma page_size"));
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

    /// <summary>
    /// SQLite's log still holds the pages as they were before. It is folded in and cut off once nobody reads what stood there before, for which SQLite waits some seconds; but not while
    /// another folds it in, and then it is tried again.
    /// </summary>
    /// <exception cref="TimeoutException">Someone reads all the time.</exception>
    private void EmptyLog()
    {
        lock (_folding)
        {
            using var session = SqliteSession.OpenWriter(dataFile);
            for (var attempt = 0; attempt < 5; attempt++)
            {
                if (session.Number("pragma wal_checkpoint(truncate)") == 0)
                {
                    return;
                }

                // The writer folds it in by itself now and then. Behind its next group it does not.
                session.Execute("begin immediate; rollback");
            }
        }

        throw new TimeoutException("What was erased is still in SQLite's log, because someone reads what stood there before. It is tried again.");
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
