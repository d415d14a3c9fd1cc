using Coordination.Storage.Postgres;
using Coordination.Storage.Postgres.Rows;
using Coordination.Storage.Rebuild;
using Coordination.Storage.Tests.Verify;
using Npgsql;

namespace Coordination.Storage.Tests.Rebuild;

public sealed class PostgresRowRebuildTests : RowRebuildTests
{
    private string _database = "";

    public override async Task InitializeAsync()
    {
        await base.InitializeAsync();
        await using var written = new SqliteCopy(Folder);
        _database = await PostgresTables.MakeAsync(written);
    }

    [Fact]
    public async Task While_servers_run_it_is_refused()
    {
        await using (var server = new NpgsqlConnection(new NpgsqlConnectionStringBuilder(_database) { Pooling = false }.ConnectionString))
        {
            await server.OpenAsync();
            await using var take = new NpgsqlCommand($"select pg_advisory_lock_shared({RunningServers.Lock})", server);
            await take.ExecuteNonQueryAsync();

            var refused = await Assert.ThrowsAsync<InvalidOperationException>(() => RebuildAsync(CancellationToken.None));

            Assert.Contains("Stop them first", refused.Message, StringComparison.Ordinal);
        }

        await RebuildAsync(CancellationToken.None);
    }

    protected override Task<RowRebuildProgress> RebuildAsync(CancellationToken cancellationToken, IProgress<RowRebuildProgress>? progress = null)
        => PostgresRebuild.RunAsync(_database, KeyFolder, Tables, Kinds, progress, cancellationToken);

    protected override async Task<bool> IsCurrentAsync()
    {
        await using var connection = new NpgsqlConnection(_database);
        await connection.OpenAsync();
        return await PostgresRowSchema.IsCurrentAsync(connection, Tables, CancellationToken.None);
    }

    protected override async Task SpoilAsync(params string[] statements)
    {
        foreach (var statement in statements)
        {
            await PostgresTables.ExecuteAsync(_database, statement);
        }
    }

    private protected override Task<OpenRows> OpenRowsAsync()
    {
        var source = NpgsqlDataSource.Create(_database);
        return Task.FromResult(new OpenRows(new PostgresRows(source), source));
    }
}
