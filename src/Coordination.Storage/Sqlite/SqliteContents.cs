using Coordination.Domain.Attachments;
using Coordination.Domain.Journal;
using Coordination.Storage.Journal;

namespace Coordination.Storage.Sqlite;

/// <summary>Contents in the data file. They are written in the groups of the one writer, a chunk at a time, so that commits wait no longer than for a chunk.</summary>
internal sealed class SqliteContents(GroupWriter writer, SqliteEngine engine, SqliteReaders readers, MasterKey master, StreamKeyCache keys, TimeProvider clock) : IContents
{
    public async Task AddAsync(ContentChunk chunk, ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken)
    {
        var key = await readers.ReadAsync(session => ContentKey.Of(chunk.Stream, WrappedKey(session, chunk.Stream), master, keys), cancellationToken);
        // Encrypted by who asks, not by the writer, for which others wait.
        var stored = key.CloseChunk(chunk, bytes.Span);
        await writer.RunAsync(
            () =>
            {
                if (chunk.Number == 0)
                {
                    engine.Session.Sql("insert into content (content, stream, begun_at, settled) values (?, ?, ?, 0)")
                        .Bind(chunk.Content).Bind(chunk.Stream.Value).Bind(Microseconds.Of(clock.GetUtcNow())).Run();
                }

                return engine.Session.Sql("insert into content_chunk (content, number, bytes) values (?, ?, ?)").Bind(chunk.Content).Bind(chunk.Number).Bind(stored).Run();
            },
            cancellationToken);
    }

    public Task SettleAsync(string content, CancellationToken cancellationToken)
        => writer.RunAsync(() => engine.Session.Sql("update content set settled = 1 where content = ?").Bind(content).Run(), cancellationToken);

    public Task<ReadOnlyMemory<byte>?> ReadAsync(ContentChunk chunk, CancellationToken cancellationToken)
        => readers.ReadAsync<ReadOnlyMemory<byte>?>(
            session =>
            {
                var key = ContentKey.Of(chunk.Stream, WrappedKey(session, chunk.Stream), master, keys);
                var found = session.Sql("select bytes from content_chunk where content = ? and number = ?").Bind(chunk.Content).Bind(chunk.Number);
                return found.Step() ? (ReadOnlyMemory<byte>?)key.OpenChunk(chunk, found.Bytes(0)) : null;
            },
            cancellationToken);

    public Stream Open(StreamId stream, string content, long size) => new ContentStream(this, stream, content, size);

    public Task DeleteAsync(string content, CancellationToken cancellationToken)
        => writer.RunAsync(
            () =>
            {
                engine.Session.Sql("delete from content_chunk where content = ?").Bind(content).Run();
                return engine.Session.Sql("delete from content where content = ?").Bind(content).Run();
            },
            cancellationToken);

    public Task<IReadOnlyList<UnsettledContent>> ListUnsettledAsync(DateTimeOffset before, int most, CancellationToken cancellationToken)
        => readers.ReadAsync<IReadOnlyList<UnsettledContent>>(
            session =>
            {
                var found = session.Sql("select stream, content from content where settled = 0 and begun_at < ? order by begun_at limit ?").Bind(Microseconds.Of(before)).Bind(most);
                var all = new List<UnsettledContent>();
                while (found.Step())
                {
                    all.Add(new(new StreamId(found.Text(0)), found.Text(1)));
                }

                return all;
            },
            cancellationToken);

    private static byte[]? WrappedKey(SqliteSession session, StreamId stream)
    {
        var found = session.Sql("select wrapped_key from stream where stream = ?").Bind(stream.Value);
        var wrapped = found.Step() && !found.IsNull(0) ? found.Bytes(0) : null;
        found.End();
        return wrapped;
    }
}
