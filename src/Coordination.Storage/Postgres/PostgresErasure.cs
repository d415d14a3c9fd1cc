using Coordination.Domain.Journal;
using Coordination.Storage.Journal;
using Coordination.Storage.Postgres.Rows;
using Coordination.Storage.Rows;
using Npgsql;

namespace Coordination.Storage.Postgres;

/// <summary>
/// Erases a stream by destroying its key: its events and originals stay where they are, chained as before, and nobody can read them any more. What stands
/// beside them is deleted: rows, attachments, messages that it sent or was to get, claims, and the answers of its operations.
/// </summary>
internal sealed class PostgresErasure(NpgsqlDataSource source, RowTables tables, StreamKeyCache keys)
{
    /// <summary>False if there is no such stream, or its key was destroyed before.</summary>
    public async Task<bool> EraseAsync(StreamId stream, CancellationToken cancellationToken)
    {
        await using var connection = await source.OpenConnectionAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        await using var batch = new NpgsqlBatch(connection, transaction);
        // A case may have a gigabyte of attachments.
        batch.Timeout = 0;
        // The head first, as every writer does.
        var key = batch.Add("update stream set wrapped_key = null where stream = $1 and wrapped_key is not null").Text(stream.Value);
        batch.Add("delete from outbox where id in (select id from outbox where target = $1 or (id >= $2 and id < $3) order by id for update)").Text(stream.Value).Text(stream.Value + "/").Text(stream.Value + "0");
        batch.Add("delete from content_chunk where content in (select content from content where stream = $1)").Text(stream.Value);
        batch.Add("delete from content where stream = $1").Text(stream.Value);
        batch.Add("delete from claim where owner = $1").Text(stream.Value);
        batch.Add("delete from operation where stream = $1").Text(stream.Value);
        PostgresRowWriter.AddErasureTo(batch, tables.All, stream);
        await batch.ExecuteNonQueryAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        keys.Destroy(stream);
        return key.Rows > 0;
    }

    /// <summary>How many of these originals there were.</summary>
    public async Task<int> ForgetOriginalsAsync(IReadOnlyCollection<string> ids, CancellationToken cancellationToken)
    {
        await using var batch = source.CreateBatch();
        var gone = batch.Add("delete from original where id in (select id from original where id in (select * from unnest($1)) order by id for update)").Texts(ids);
        await batch.ExecuteNonQueryAsync(cancellationToken);
        return (int)gone.Rows;
    }

    /// <summary>Dead rows go with a vacuum; what stood on their pages is overwritten by those that come. The write-ahead log is the server's to let go.</summary>
    public async Task OverwriteDeletedAsync(CancellationToken cancellationToken)
    {
        foreach (var table in (string[])["stream", "claim", "outbox", "original", "operation", "content", "content_chunk", .. tables.All.Select(table => table.Name)])
        {
            await using var command = source.CreateCommand($"vacuum {FilterSql.Quoted(table)}");
            command.CommandTimeout = 0;
            await command.ExecuteNonQueryAsync(cancellationToken);
        }
    }

    public async Task<long> CountMessagesAsync(StreamId stream, CancellationToken cancellationToken)
    {
        await using var batch = source.CreateBatch();
        batch.Add("select count(*) from outbox where target = $1 or (id >= $2 and id < $3)").Text(stream.Value).Text(stream.Value + "/").Text(stream.Value + "0");
        return (long)(await batch.ExecuteScalarAsync(cancellationToken))!;
    }
}
