using Coordination.Shared;
using Coordination.Storage.Postgres;
using Npgsql;

namespace Coordination.Storage.Tests.Verify;

/// <summary>
/// In a PostgreSQL database. What was written to a data file is brought there as it is: hashes do not depend on the engine. There is one database for all copies; each
/// begins as it was written.
/// </summary>
public sealed class PostgresWrittenJournal : WrittenJournal
{
    private static readonly string[] Tables = ["stream", "event", "link", "writer", "original", "setting"];

    private const string Schema =
        """
        create table stream (stream text collate "C" primary key, version bigint not null, hash bytea not null, wrapped_key bytea);
        create table event (
          position bigint primary key, stream text collate "C" not null, version bigint not null, type text collate "C" not null, schema bigint not null, at bigint not null,
          actor text collate "C" not null, cause text collate "C" not null, exercise bigint not null, body bytea not null, hash bytea not null,
          writer text collate "C" not null, link bigint not null, unique (stream, version));
        create table link (writer text collate "C", number bigint, events bigint not null, hash bytea not null, primary key (writer, number));
        create table writer (writer text collate "C" primary key, groups bigint not null, link bigint not null, hash bytea not null);
        create table original (id text collate "C" primary key, stream text collate "C" not null, bytes bytea not null);
        create table setting (name text collate "C" primary key, value text not null);
        """;

    private readonly SqliteWrittenJournal _written = new();
    private string _database = "";

    public override async Task InitializeAsync()
    {
        await _written.InitializeAsync();
        _database = await (await PostgresServer.SharedAsync()).MakeDatabaseAsync();
        await using var connection = new NpgsqlConnection(_database);
        await connection.OpenAsync();
        await ExecuteAsync(connection, Schema);
        await using (var copy = (SqliteCopy)await _written.CopyAsync())
        {
            foreach (var table in Tables)
            {
                foreach (var row in copy.Rows($"select * from {table}"))
                {
                    await using var insert = new NpgsqlCommand($"insert into {table} values ({string.Join(", ", row.Select((_, index) => $"${index + 1}"))})", connection);
                    foreach (var value in row)
                    {
                        insert.Parameters.Add(new() { Value = value });
                    }

                    await insert.ExecuteNonQueryAsync();
                }
            }
        }

        await ExecuteAsync(connection, "create schema written; " + string.Concat(Tables.Select(table => $"create table written.{table} as table {table}; ")));
    }

    public override Task DisposeAsync() => _written.DisposeAsync();

    internal override async Task<JournalCopy> CopyAsync()
    {
        var connection = new NpgsqlConnection(new NpgsqlConnectionStringBuilder(_database) { Pooling = false }.ConnectionString);
        await connection.OpenAsync();
        await ExecuteAsync(connection, string.Concat(Tables.Select(table => $"truncate {table}; insert into {table} select * from written.{table}; ")));
        return new PostgresCopy(_written.Folder, connection);
    }

    private static async Task ExecuteAsync(NpgsqlConnection connection, string sql)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync();
    }
}

/// <summary>The database as it was written, with a copy of its keys and checkpoints.</summary>
internal sealed class PostgresCopy : JournalCopy
{
    public PostgresCopy(string from, NpgsqlConnection connection) : base(from) => Connection = connection;

    public override PostgresJournalSource Source => new(Connection.ConnectionString);
}
