using Coordination.Domain.Attachments;
using Coordination.Domain.Journal;
using Coordination.Storage.Journal;
using Npgsql;

namespace Coordination.Storage.Postgres;

/// <summary>Contents in a PostgreSQL database. They are not written by the process's writer: nothing else is decided by them, and a file must not hold up commits.</summary>
internal sealed class PostgresContents(NpgsqlDataSource source, MasterKey master, StreamKeyCache keys, TimeProvider clock) : IContents
{
    public async Task AddAsync(ContentChunk chunk, ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken)
    {
        await using var batch = source.CreateBatch();
        batch.Add("select wrapped_key from stream where stream = $1").Text(chunk.Stream.Value);
        var wrapped = await batch.ExecuteScalarAsync(cancellationToken);
        var stored = ContentKey.Of(chunk.Stream, wrapped as byte[], master, keys).CloseChunk(chunk, bytes.Span);
        await using var write = source.CreateBatch();
        if (chunk.Number == 0)
        {
            write.Add("insert into content (content, stream, begun_at, settled) values ($1, $2, $3, false)").Text(chunk.Content).Text(chunk.Stream.Value).Long(Microseconds.Of(clock.GetUtcNow()));
        }

        write.Add("insert into content_chunk (content, number, bytes) values ($1, $2, $3)").Text(chunk.Content).Long(chunk.Number).Blob(stored);
        await write.ExecuteNonQueryAsync(cancellationToken);
    }

    public async Task SettleAsync(string content, CancellationToken cancellationToken)
    {
        await using var batch = source.CreateBatch();
        batch.Add("update content set settled = true where content = $1").Text(content);
        await batch.ExecuteNonQueryAsync(cancellationToken);
    }

    public async Task<ReadOnlyMemory<byte>?> ReadAsync(ContentChunk chunk, CancellationToken cancellationToken)
    {
        await using var batch = source.CreateBatch();
        batch.Add("select wrapped_key from stream where stream = $1").Text(chunk.Stream.Value);
        batch.Add("select bytes from content_chunk where content = $1 and number = $2").Text(chunk.Content).Long(chunk.Number);
        await using var reader = await batch.ExecuteReaderAsync(cancellationToken);
        var wrapped = await reader.ReadAsync(cancellationToken) && !reader.IsDBNull(0) ? reader.GetFieldValue<byte[]>(0) : null;
        var key = ContentKey.Of(chunk.Stream, wrapped, master, keys);
        await reader.NextResultAsync(cancellationToken);
        return await reader.ReadAsync(cancellationToken) ? (ReadOnlyMemory<byte>?)key.OpenChunk(chunk, reader.GetFieldValue<byte[]>(0)) : null;
    }

    public Stream Open(StreamId stream, string content, long size) => new ContentStream(this, stream, content, size);

    public async Task DeleteAsync(string content, CancellationToken cancellationToken)
    {
        await using var batch = source.CreateBatch();
        batch.Add("delete from content_chunk where content = $1").Text(content);
        batch.Add("delete from content where content = $1").Text(content);
        await batch.ExecuteNonQueryAsync(cancellationToken);
    }

    public async Task<IReadOnlyList<UnsettledContent>> ListUnsettledAsync(DateTimeOffset before, int most, CancellationToken cancellationToken)
    {
        await using var batch = source.CreateBatch();
        batch.Add("select stream, content from content where not settled and begun_at < $1 order by begun_at limit $2").Long(Microseconds.Of(before)).Long(most);
        await using var reader = await batch.ExecuteReaderAsync(cancellationToken);
        var all = new List<UnsettledContent>();
        while (await reader.ReadAsync(cancellationToken))
        {
            all.Add(new(new StreamId(reader.Text(0)), reader.Text(1)));
        }

        return all;
    }
}
