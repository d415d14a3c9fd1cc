using Coordination.Shared;
using Coordination.Storage.SqlServer;
using Microsoft.Data.SqlClient;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;

namespace Coordination.Storage.Tests.Journal;

/// <summary>A database of the SQL Server that COORDINATION_SQLSERVER names, with its keys and checkpoints in a folder of its own.</summary>
internal sealed class SqlServerPlace : IStorePlace
{
    private readonly string _folder = Directory.CreateTempSubdirectory("coordination-storage-").FullName;
    private string? _database;
    private TdsProxy? _way;

    public TimeSpan Lease => Options.Lease;

    public int MaxFailures => Options.MaxFailures;

    public int MaxClaims => Options.MaxClaims;

    /// <summary>Straight to the database.</summary>
    public string ConnectionString => _database ?? throw new InvalidOperationException("Nothing has been opened yet.");

    public SqlServerOptions Options => new()
    {
        ConnectionString = _way?.ConnectionString ?? "",
        KeyFolder = Path.Combine(_folder, "keys"),
        CheckpointFolder = Path.Combine(_folder, "checkpoints"),
        MaxFailures = 3,
        MaxClaims = 3,
    };

    public async Task<OpenedStore> OpenAsync(FakeTimeProvider clock, Faults faults)
    {
        if (_way is null)
        {
            _database ??= await SqlServerServer.MakeDatabaseAsync();
            _way = new TdsProxy(_database);
            await SqlServerStore.MigrateAsync(Options, [BoxKind.Table], NullLoggerFactory.Instance, CancellationToken.None);
        }

        var store = await SqlServerStore.OpenAsync(Options with { FailPoints = faults }, [BoxKind.Table], clock, NullLoggerFactory.Instance, CancellationToken.None);
        return new(store.Journal, store.Feed, store.Outbox, store.Rows, store, store.CheckpointAsync);
    }

    /// <summary>The same database for another process of it, on a way of its own.</summary>
    public SqlServerPlace Beside()
    {
        var beside = new SqlServerPlace { _database = ConnectionString, _way = new TdsProxy(ConnectionString) };
        foreach (var path in Directory.EnumerateFiles(_folder, "*", SearchOption.AllDirectories))
        {
            var copy = Path.Combine(beside._folder, Path.GetRelativePath(_folder, path));
            Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            File.Copy(path, copy);
        }

        return beside;
    }

    /// <summary>Every connection of this process breaks, and no new one is made.</summary>
    public async Task<IStorePlace> DieAsync()
    {
        var left = Beside();
        Kill();
        await using var connection = new SqlConnection(ConnectionString);
        await connection.OpenAsync();
        await using var alive = new SqlCommand("select count(*) from writer where applock_test(N'public', N'coordination.process.' + writer, N'Exclusive', N'Session') = 0", connection);
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(30), TimeProvider.System);
        while (await alive.ExecuteScalarAsync(patience.Token) is not 0)
        {
            // The server has not yet noticed.
            await Task.Delay(TimeSpan.FromMilliseconds(10), TimeProvider.System, patience.Token);
        }

        return left;
    }

    /// <summary>Cuts all connections of the processes that were opened here.</summary>
    public void Kill() => _way!.Cut();

    public async ValueTask DisposeAsync()
    {
        if (_way is not null)
        {
            await _way.DisposeAsync();
        }

        Directory.Delete(_folder, recursive: true);
    }
}
