using System.Data;
using System.Data.Common;
using System.Globalization;
using System.Text.Json;
using Coordination.Contracts;
using Microsoft.Data.Sqlite;
using Npgsql;

namespace Coordination.Faults.Check;

/// <summary>Reads the database as anyone could who may: each time in one view, and nothing is ever written.</summary>
internal sealed class Books
{
    private const string PostgresNow = "select (extract(epoch from clock_timestamp()) * 1000000)::bigint";

    /// <summary>When the server says that it committed an event. Needs <c>track_commit_timestamp</c>.</summary>
    private const string PostgresCommitted = "(extract(epoch from pg_xact_commit_timestamp(xmin)) * 1000000)::bigint";

    private readonly Func<DbConnection> _connect;
    private readonly Func<DbConnection, DbTransaction> _view;
    private readonly string? _now;
    private readonly string _committed;
    private readonly string _order;

    private Books(Func<DbConnection> connect, Func<DbConnection, DbTransaction> view, string? now, string committed, string order)
        => (_connect, _view, _now, _committed, _order) = (connect, view, now, committed, order);

    public static Books OfSqlite(string file) => new(
        () => new SqliteConnection($"Data Source={file};Mode=ReadOnly;Pooling=False"), static connection => ((SqliteConnection)connection).BeginTransaction(deferred: true), null, "at", "position");

    public static Books OfPostgres(string connectionString) => new(
        () => new NpgsqlConnection(new NpgsqlConnectionStringBuilder(connectionString) { Pooling = false, ApplicationName = "checker" }.ConnectionString),
        static connection => connection.BeginTransaction(IsolationLevel.RepeatableRead), PostgresNow, PostgresCommitted, PostgresCommitted);

    /// <summary>What is due and not done: the first twenty messages, oldest first.</summary>
    public Task<IReadOnlyList<MessageLine>> DueAsync() => MessagesAsync(static now => $"due <= {now}");

    /// <summary>What is due, and what waits a moment until it is delivered again: only steps and mails have times of their own.</summary>
    public Task<IReadOnlyList<MessageLine>> UnderWayAsync()
        => MessagesAsync(static now => string.Create(
            CultureInfo.InvariantCulture, $"(due <= {now} or (due <= {now + 5_000_000} and target not like 'send/%' and not (id like 'escalation/%' and target like 'escalation/%')))"));

    private async Task<IReadOnlyList<MessageLine>> MessagesAsync(Func<long, string> which)
    {
        await using var connection = await OpenAsync();
        var now = Microseconds(await NowAsync(connection, null));
        return [.. (await MessagesAsync(connection, null, $"where parked_code is null and {which(now)} order by due")).Take(20)];
    }

    public async Task<Pages> ReadAsync()
    {
        await using var connection = await OpenAsync();
        await using var view = _view(connection);
        return new()
        {
            Now = await NowAsync(connection, view),
            Events = await ListAsync(
                connection, view, $"select stream, version, type, cause, at, {_committed}, {_order} from event order by position",
                row => new EventLine(row.GetString(0), row.GetInt64(1), row.GetString(2), row.GetString(3), Moment(row.GetInt64(4)), Moment(row.GetInt64(5)), row.GetInt64(6))),
            Heads = (await ListAsync(connection, view, "select stream, version from stream", row => (Stream: row.GetString(0), Version: row.GetInt64(1)))).ToDictionary(head => head.Stream, head => head.Version, StringComparer.Ordinal),
            Operations = await ListAsync(
                connection, view, "select stream, id, version, refusal from operation", row => new OperationLine(row.GetString(0), row.GetString(1), row.GetInt64(2), row.IsDBNull(3) ? null : row.GetString(3))),
            Outbox = await MessagesAsync(connection, view, ""),
            Escalations = await ListAsync(connection, view, "select id, body from escalation_row", row => Body<EscalationLine>(row.GetString(1)) with { Id = row.GetString(0) }),
            Notifications = await ListAsync(connection, view, "select id, body from notification_row", row => Body<NotificationLine>(row.GetString(1)) with { Id = row.GetString(0) }),
            Notes = await ListAsync(connection, view, "select body from note_row", row => Body<NoteLine>(row.GetString(0))),
        };
    }

    private async Task<DbConnection> OpenAsync()
    {
        var connection = _connect();
        await connection.OpenAsync();
        return connection;
    }

    private async Task<DateTimeOffset> NowAsync(DbConnection connection, DbTransaction? view)
        => _now is null ? TimeProvider.System.GetUtcNow() : (await ListAsync(connection, view, _now, row => Moment(row.GetInt64(0))))[0];

    private static Task<IReadOnlyList<MessageLine>> MessagesAsync(DbConnection connection, DbTransaction? view, string where) => ListAsync(
        connection, view, $"select id, target, due, key, owner, claims, parked_code, parked_detail from outbox {where}",
        row => new MessageLine(row.GetString(0), row.GetString(1), Moment(row.GetInt64(2)), Text(row, 3), Text(row, 4), row.GetInt32(5), Text(row, 6), Text(row, 7)));

    private static async Task<IReadOnlyList<TLine>> ListAsync<TLine>(DbConnection connection, DbTransaction? view, string statement, Func<DbDataReader, TLine> read)
    {
        await using var command = connection.CreateCommand();
        (command.CommandText, command.Transaction, command.CommandTimeout) = (statement, view, 60);
        await using var reader = await command.ExecuteReaderAsync();
        var lines = new List<TLine>();
        while (await reader.ReadAsync())
        {
            lines.Add(read(reader));
        }

        return lines;
    }

    private static TBody Body<TBody>(string json) => JsonSerializer.Deserialize<TBody>(json, Lenient)!;

    private static string? Text(DbDataReader row, int column) => row.IsDBNull(column) ? null : row.GetString(column);

    private static DateTimeOffset Moment(long microseconds) => DateTimeOffset.UnixEpoch.AddTicks(microseconds * TimeSpan.TicksPerMicrosecond);

    private static long Microseconds(DateTimeOffset moment) => (moment - DateTimeOffset.UnixEpoch).Ticks / TimeSpan.TicksPerMicrosecond;

    /// <summary>The checker has words of its own for what it reads and does not mind what it does not know.</summary>
    private static readonly JsonSerializerOptions Lenient = new(JsonSerializerDefaults.Web) { MaxDepth = Wire.Json.MaxDepth };
}
