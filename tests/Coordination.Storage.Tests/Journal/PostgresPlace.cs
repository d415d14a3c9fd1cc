using Coordination.Shared;
using Coordination.Storage.Postgres;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using Npgsql;

namespace Coordination.Storage.Tests.Journal;

/// <summary>A database of a real PostgreSQL, with its keys and checkpoints in a folder of its own.</summary>
internal sealed class PostgresPlace : IStorePlace
{
    private readonly string _folder = Directory.CreateTempSubdirectory("coordination-storage-").FullName;
    private string? _connectionString;

    public TimeSpan Lease => Options.Lease;

    public int MaxFailures => Options.MaxFailures;

    public int MaxClaims => Options.MaxClaims;

    public string ConnectionString => _connectionString ?? throw new InvalidOperationException("Nothing has been opened yet.");

    public PostgresOptions Options => new()
    {
        ConnectionString = _connectionString ?? "",
        KeyFolder = Path.Combine(_folder, "keys"),
        CheckpointFolder = Path.Combine(_folder, "checkpoints"),
        MaxFailures = 3,
        MaxClaims = 3,
    };

    public async Task<OpenedStore> OpenAsync(FakeTimeProvider clock, Faults faults)
    {
        if (_connectionString is null)
        {
            _connectionString = await (await PostgresServer.SharedAsync()).MakeDatabaseAsync();
            await PostgresStore.MigrateAsync(Options, [BoxKind.Table], NullLoggerFactory.Instance, CancellationToken.None);
        }

        var store = await PostgresStore.OpenAsync(Options with { FailPoints = faults }, [BoxKind.Table], clock, NullLoggerFactory.Instance, CancellationToken.None);
        return new(store.Journal, store.Feed, store.Outbox, store.Rows, store, store.CheckpointAsync);
    }

    /// <summary>The server breaks every connection and takes no more: what a killed process leaves. Another database goes on with its content.</summary>
    public async Task<IStorePlace> DieAsync()
    {
        var server = await PostgresServer.SharedAsync();
        var dead = new NpgsqlConnectionStringBuilder(ConnectionString).Database!;
        var left = new PostgresPlace { _connectionString = server.ConnectionString(dead + "_left") };
        await using var source = NpgsqlDataSource.Create(server.ConnectionString("postgres"));
        foreach (var sql in new[]
        {
            $"alter database {dead} allow_connections false",
            $"select pg_terminate_backend(pid) from pg_stat_activity where datname = '{dead}'",
            $"create database {dead}_left template {dead}",
        })
        {
            await UntilNobodyIsThereAsync(source, sql);
        }

        foreach (var path in Directory.EnumerateFiles(_folder, "*", SearchOption.AllDirectories))
        {
            var copy = Path.Combine(left._folder, Path.GetRelativePath(_folder, path));
            Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            File.Copy(path, copy);
        }

        return left;
    }

    public ValueTask DisposeAsync()
    {
        Directory.Delete(_folder, recursive: true);
        return ValueTask.CompletedTask;
    }

    private static async Task UntilNobodyIsThereAsync(NpgsqlDataSource source, string sql)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                await using var command = source.CreateCommand(sql);
                await command.ExecuteNonQueryAsync();
                return;
            }
            catch (PostgresException busy) when (busy.SqlState == PostgresErrorCodes.ObjectInUse && attempt < 200)
            {
                // A connection that was told to end has not ended yet.
                await Task.Delay(TimeSpan.FromMilliseconds(10), TimeProvider.System);
            }
        }
    }
}
