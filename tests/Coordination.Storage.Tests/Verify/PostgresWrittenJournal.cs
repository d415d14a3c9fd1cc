using Coordination.Shared;
using Coordination.Storage.Postgres;
using Npgsql;

namespace Coordination.Storage.Tests.Verify;

/// <summary>In a PostgreSQL database. There is one for all copies; each begins as it was written.</summary>
public sealed class PostgresWrittenJournal : WrittenJournal
{
    private readonly SqliteWrittenJournal _written = new();
    private string _database = "";

    public override async Task InitializeAsync()
    {
        await _written.InitializeAsync();
        await using var copy = await _written.CopyAsync();
        _database = await PostgresTables.MakeAsync(copy);
        await PostgresTables.ExecuteAsync(_database, "create schema written; " + string.Concat(PostgresTables.All.Select(table => $"create table written.{table} as table {table}; ")));
    }

    public override Task DisposeAsync() => _written.DisposeAsync();

    internal override async Task<JournalCopy> CopyAsync()
    {
        await PostgresTables.ExecuteAsync(_database, string.Concat(PostgresTables.All.Select(table => $"truncate {table}; insert into {table} select * from written.{table}; ")));
        var connection = new NpgsqlConnection(_database);
        await connection.OpenAsync();
        return new PostgresCopy(_written.Folder, connection);
    }
}

/// <summary>The database as it was written, with a copy of its keys and checkpoints.</summary>
internal sealed class PostgresCopy : JournalCopy
{
    public PostgresCopy(string from, NpgsqlConnection connection) : base(from) => Connection = connection;

    public override PostgresJournalSource Source => new(Connection.ConnectionString);
}

/// <summary>The tables of a journal in PostgreSQL. What was written to a data file is brought there as it is: hashes do not depend on the engine.</summary>
internal static class PostgresTables
{
    public static readonly string[] All = ["stream", "event", "link", "writer", "original", "setting"];

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
        create table row_table (name text collate "C" primary key, fingerprint text not null);
        """;

    /// <summary>A database that holds what a data file holds.</summary>
    public static async Task<string> MakeAsync(JournalCopy from)
    {
        var database = await (await PostgresServer.SharedAsync()).MakeDatabaseAsync();
        await ExecuteAsync(database, Schema);
        await using var connection = new NpgsqlConnection(database);
        await connection.OpenAsync();
        foreach (var table in All)
        {
            foreach (var row in from.Rows($"select * from {table}"))
            {
                await using var insert = new NpgsqlCommand($"insert into {table} values ({string.Join(", ", row.Select((_, index) => $"${index + 1}"))})", connection);
                foreach (var value in row)
                {
                    insert.Parameters.Add(new() { Value = value });
                }

                await insert.ExecuteNonQueryAsync();
            }
        }

        return database;
    }

    public static async Task ExecuteAsync(string database, string sql)
    {
        await using var connection = new NpgsqlConnection(database);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync();
    }
}
