using System.Data.Common;
using Coordination.Shared;
using Coordination.Storage.Postgres;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using Npgsql;

namespace Coordination.Storage.Tests.Verify;

/// <summary>In a PostgreSQL database. There is one for all copies; each begins as it was written.</summary>
public sealed class PostgresWrittenJournal : WrittenJournal
{
    private static readonly string[] Tables = ["stream", "event", "link", "writer", "original", "operation", "setting"];

    private readonly string _folder = Directory.CreateTempSubdirectory("coordination-verify-").FullName;
    private string _database = "";

    public override async Task InitializeAsync()
    {
        _database = await (await PostgresServer.SharedAsync()).MakeDatabaseAsync();
        await PostgresCopy.MigrateAsync(_database, _folder);
        await WriteAsync(clock => PostgresCopy.OpenAsync(_database, _folder, clock));
        await ExecuteAsync(string.Concat(Tables.Select(table => $"create table kept_{table} as table {table}; ")));
    }

    public override Task DisposeAsync()
    {
        Directory.Delete(_folder, recursive: true);
        return Task.CompletedTask;
    }

    internal override async Task<JournalCopy> CopyAsync()
    {
        await ExecuteAsync(string.Concat(Tables.Select(table => $"truncate {table}; insert into {table} select * from kept_{table}; ")));
        var connection = new NpgsqlConnection(_database);
        await connection.OpenAsync();
        return new PostgresCopy(_folder, _database, connection);
    }

    private async Task ExecuteAsync(string sql)
    {
        await using var source = NpgsqlDataSource.Create(_database);
        await using var command = source.CreateCommand(sql);
        await command.ExecuteNonQueryAsync();
    }
}

/// <summary>The database as it was written, with a copy of its keys and checkpoints.</summary>
internal sealed class PostgresCopy : OpenableCopy
{
    private readonly string _database;

    public PostgresCopy(string from, string database, DbConnection connection) : base(from) => (_database, Connection) = (database, connection);

    public override PostgresJournalSource Source => new(_database);

    public override Task<IStore> OpenAsync(FakeTimeProvider clock) => OpenAsync(_database, Folder, clock);

    /// <summary>Another process on the same database, with checkpoints of its own.</summary>
    public async Task<IStore> OpenAnotherAsync(string checkpoints, FakeTimeProvider clock)
        => await PostgresStore.OpenAsync(OptionsIn(_database, Folder) with { CheckpointFolder = checkpoints }, [], clock, NullLoggerFactory.Instance, CancellationToken.None);

    public static Task MigrateAsync(string database, string folder) => PostgresStore.MigrateAsync(OptionsIn(database, folder), [], NullLoggerFactory.Instance, CancellationToken.None);

    public static async Task<IStore> OpenAsync(string database, string folder, FakeTimeProvider clock)
        => await PostgresStore.OpenAsync(OptionsIn(database, folder), [], clock, NullLoggerFactory.Instance, CancellationToken.None);

    private static PostgresOptions OptionsIn(string database, string folder) => new()
    {
        ConnectionString = database,
        KeyFolder = Path.Combine(folder, "keys"),
        CheckpointFolder = Path.Combine(folder, "checkpoints"),
    };
}
