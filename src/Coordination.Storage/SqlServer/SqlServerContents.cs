using System.Data;
using Coordination.Domain.Attachments;
using Coordination.Domain.Journal;
using Coordination.Storage.Journal;
using Microsoft.Data.SqlClient;

namespace Coordination.Storage.SqlServer;

/// <summary>Contents in a SQL Server database. They are not written by the process's writer: nothing else is decided by them, and a file must not hold up commits.</summary>
internal sealed class SqlServerContents(SqlServerDatabase database, MasterKey master, StreamKeyCache keys, TimeProvider clock) : IContents
{
    internal const string FindKey = "select wrapped_key from stream where stream = @stream";

    internal const string Begin = $"""
        {SqlServerSql.Begin}
        begin transaction;
        insert into content (content, stream, begun_at, settled) values (@content, @stream, @begun_at, 0);
        insert into content_chunk (content, number, bytes) values (@content, 0, @bytes);
        commit transaction;
        """;

    internal const string Add = "insert into content_chunk (content, number, bytes) values (@content, @number, @bytes)";

    internal const string Settle = "update content with (rowlock) set settled = 1 where content = @content";

    internal const string Read = """
        select wrapped_key from stream where stream = @stream;
        select bytes from content_chunk where content = @content and number = @number;
        """;

    internal const string Delete = $"""
        {SqlServerSql.Begin}
        begin transaction;
        delete from content_chunk with (rowlock) where content = @content;
        delete from content with (rowlock) where content = @content;
        commit transaction;
        """;

    internal const string Unsettled = "select top (@most) stream, content from content where settled = 0 and begun_at < @before order by begun_at";

    public async Task AddAsync(ContentChunk chunk, ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken)
    {
        var wrapped = await database.ScalarAsync(FindKey, cancellationToken, SqlServerValue.Text("@stream", chunk.Stream.Value));
        var stored = Bytes(ContentKey.Of(chunk.Stream, wrapped as byte[], master, keys).CloseChunk(chunk, bytes.Span));
        await (chunk.Number == 0
            ? database.ScalarAsync(
                Begin, cancellationToken,
                SqlServerValue.Text("@content", chunk.Content), SqlServerValue.Text("@stream", chunk.Stream.Value), SqlServerValue.Long("@begun_at", Microseconds.Of(clock.GetUtcNow())), stored)
            : database.ScalarAsync(Add, cancellationToken, SqlServerValue.Text("@content", chunk.Content), SqlServerValue.Int("@number", chunk.Number), stored));
    }

    public Task SettleAsync(string content, CancellationToken cancellationToken) => database.ScalarAsync(Settle, cancellationToken, SqlServerValue.Text("@content", content));

    public Task<ReadOnlyMemory<byte>?> ReadAsync(ContentChunk chunk, CancellationToken cancellationToken)
        => database.AskAsync<ReadOnlyMemory<byte>?>(
            Read,
            async command =>
            {
                await using var reader = await command.ExecuteReaderAsync(cancellationToken);
                var wrapped = await reader.ReadAsync(cancellationToken) && !reader.IsDBNull(0) ? reader.GetFieldValue<byte[]>(0) : null;
                var key = ContentKey.Of(chunk.Stream, wrapped, master, keys);
                await reader.NextResultAsync(cancellationToken);
                return await reader.ReadAsync(cancellationToken) ? (ReadOnlyMemory<byte>?)key.OpenChunk(chunk, reader.GetFieldValue<byte[]>(0)) : null;
            },
            cancellationToken,
            SqlServerValue.Text("@stream", chunk.Stream.Value), SqlServerValue.Text("@content", chunk.Content), SqlServerValue.Int("@number", chunk.Number));

    public Stream Open(StreamId stream, string content, long size) => new ContentStream(this, stream, content, size);

    public Task DeleteAsync(string content, CancellationToken cancellationToken) => database.ScalarAsync(Delete, cancellationToken, SqlServerValue.Text("@content", content));

    public async Task<IReadOnlyList<UnsettledContent>> ListUnsettledAsync(DateTimeOffset before, int most, CancellationToken cancellationToken)
        => await database.ReadAsync(
            Unsettled, reader => new UnsettledContent(new StreamId(reader.Text(0)), reader.Text(1)), cancellationToken,
            SqlServerValue.Int("@most", most), SqlServerValue.Long("@before", Microseconds.Of(before)));

    private static SqlParameter Bytes(byte[] stored) => new("@bytes", SqlDbType.VarBinary, -1) { Value = stored };
}
