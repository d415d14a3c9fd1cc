using Coordination.Domain.Journal;
using Coordination.Storage.Postgres;
using Coordination.Storage.Postgres.Rows;
using Coordination.Storage.Rebuild;
using Coordination.Storage.SqlServer;
using Coordination.Storage.SqlServer.Rows;
using Coordination.Storage.Tests.Verify;
using Microsoft.Data.SqlClient;
using Npgsql;

namespace Coordination.Storage.Tests.Rebuild;

/// <summary>Rows made again on a database server.</summary>
public abstract class ServerRowRebuildTests : RowRebuildTests
{
    private readonly JournalServer _server;

    private protected ServerRowRebuildTests(JournalServer server) => _server = server;

    protected string Database { get; private set; } = "";

    /// <summary>What a running server does on a connection of its own.</summary>
    protected abstract string Join { get; }

    public override async Task InitializeAsync()
    {
        await base.InitializeAsync();
        await using var written = new SqliteCopy(Folder);
        Database = await _server.MakeAsync(written);
    }

    [EngineFact]
    public async Task While_servers_run_it_is_refused()
    {
        await using (var server = _server.Connect(Database + ";Pooling=false"))
        {
            await server.OpenAsync();
            await using var join = server.CreateCommand();
            join.CommandText = Join;
            await join.ExecuteNonQueryAsync();

            var refused = await Assert.ThrowsAsync<InvalidOperationException>(() => RebuildAsync(CancellationToken.None));

            Assert.Contains("Stop them first", refused.Message, StringComparison.Ordinal);
        }

        await RebuildAsync(CancellationToken.None);
    }

    protected override Task SpoilAsync(params string[] statements) => _server.ExecuteAsync(Database, statements);
}

public sealed class PostgresRowRebuildTests() : ServerRowRebuildTests(new PostgresJournalServer())
{
    protected override string Join => $"select pg_advisory_lock_shared({PostgresServers.Lock})";

    protected override Task<RowRebuildProgress> RebuildAsync(CancellationToken cancellationToken, IProgress<RowRebuildProgress>? progress = null)
        => PostgresRebuild.RunAsync(Database, KeyFolder, Tables, Kinds, progress, cancellationToken);

    protected override async Task<bool> IsCurrentAsync()
    {
        await using var connection = new NpgsqlConnection(Database);
        await connection.OpenAsync();
        return await PostgresRowSchema.IsCurrentAsync(connection, Tables, CancellationToken.None);
    }

    private protected override OpenRows OpenRows()
    {
        var source = NpgsqlDataSource.Create(Database);
        return new(new PostgresRows(source), source);
    }
}

[NeedsSqlServer]
public sealed class SqlServerRowRebuildTests() : ServerRowRebuildTests(new SqlServerJournalServer())
{
    protected override string Join => SqlServerServers.Join;

    protected override Task<RowRebuildProgress> RebuildAsync(CancellationToken cancellationToken, IProgress<RowRebuildProgress>? progress = null)
        => SqlServerRebuild.RunAsync(Database, KeyFolder, Tables, Kinds, progress, cancellationToken);

    protected override async Task<bool> IsCurrentAsync()
    {
        await using var connection = new SqlConnection(Database);
        await connection.OpenAsync();
        return await SqlServerRowSchema.IsCurrentAsync(connection, Tables, CancellationToken.None);
    }

    private protected override OpenRows OpenRows() => new(new SqlServerRows(Database), null);
}
