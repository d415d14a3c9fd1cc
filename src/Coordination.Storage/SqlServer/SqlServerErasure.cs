using Coordination.Domain.Journal;
using Coordination.Storage.Journal;
using Coordination.Storage.SqlServer.Rows;
using static Coordination.Storage.SqlServer.SqlServerSql;

namespace Coordination.Storage.SqlServer;

/// <summary>
/// Erases a stream by destroying its key: its events and originals stay where they are, chained as before, and nobody can read them any more. What stands
/// beside them unencrypted is deleted: rows, attachments, messages that it sent or was to get, claims, and the answers of its operations.
/// </summary>
internal sealed class SqlServerErasure(SqlServerDatabase database, RowTables tables, StreamKeyCache keys)
{
    // The head first, as every writer does.
    internal const string First = $"""
        {Begin}
        declare @erased int;
        begin transaction;
        update stream with (updlock, rowlock) set wrapped_key = null where stream = @erased_stream and wrapped_key is not null;
        select @erased = @@rowcount;
        delete c from content_chunk as c with (rowlock) inner join content as o on o.content = c.content where o.stream = @erased_stream;
        delete from content with (rowlock) where stream = @erased_stream;
        delete from claim with (rowlock) where owner = @erased_stream;
        delete from outbox with (rowlock) where target = @erased_stream;
        delete from outbox with (rowlock) where id >= @sent_from and id < @sent_to;
        delete from operation with (rowlock) where stream = @erased_stream;

        """;

    internal const string Last = """

        commit transaction;
        select @erased;
        """;

    internal const string Originals = $"""
        {Begin}
        delete o from @ids as w inner loop join original as o {Locked} on o.id = w.value;
        select @@rowcount;
        """;

    internal const string Messages = """
        set nocount on;
        set lock_timeout 6000;
        select count_big(*) from outbox where target = @stream or (id >= @sent_from and id < @sent_to);
        """;

    /// <summary>How many of these originals there were.</summary>
    public async Task<int> ForgetOriginalsAsync(IReadOnlyCollection<string> ids, CancellationToken cancellationToken)
        => ids.Count > 0 && await database.ScalarAsync(Originals, cancellationToken, SqlServerTables.Texts("@ids", ids)) is int gone ? gone : 0;

    public async Task<long> CountMessagesAsync(StreamId stream, CancellationToken cancellationToken)
        => await database.ScalarAsync(
            Messages,
            cancellationToken,
            SqlServerValue.Text("@stream", stream.Value),
            SqlServerValue.Text("@sent_from", stream.Value + "/"),
            SqlServerValue.Text("@sent_to", stream.Value + "0")) is long count ? count : 0;

    /// <summary>False if there is no such stream, or its key was destroyed before.</summary>
    public async Task<bool> EraseAsync(StreamId stream, CancellationToken cancellationToken)
    {
        var rows = SqlServerRowWriter.OfErasure(tables.All, stream);
        var erased = await database.ScalarAsync(
            First + string.Concat(rows.Select(statement => statement.Text + ";\n")) + Last,
            cancellationToken,
            [
                SqlServerValue.Text("@erased_stream", stream.Value),
                SqlServerValue.Text("@sent_from", stream.Value + "/"),
                SqlServerValue.Text("@sent_to", stream.Value + "0"),
                // It is the same for all tables.
                .. rows.Take(1).Select(statement => statement.Parameter),
            ]);
        keys.Destroy(stream);
        return erased is > 0;
    }
}
