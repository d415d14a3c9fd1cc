using Coordination.Shared;
using Coordination.Storage.Postgres;
using Coordination.Storage.Postgres.Rows;
using Coordination.Storage.Rebuild;
using Coordination.Storage.Tests.Verify;
using Microsoft.Extensions.Time.Testing;
using Npgsql;

namespace Coordination.Storage.Tests.Rebuild;

public sealed class PostgresRowRebuildTests : RowRebuildTests
{
    private string _database = "";

    public override async Task InitializeAsync()
    {
        _database = await (await PostgresServer.SharedAsync()).MakeDatabaseAsync();
        await PostgresCopy.MigrateAsync(_database, Folder);
        await base.InitializeAsync();
    }

    [Fact]
    public async Task While_a_server_runs_it_is_refused_and_does_nothing()
    {
        await RebuildAsync(CancellationToken.None);
        await SpoilAsync("delete from page");
        await using (await OpenStoreAsync(new FakeTimeProvider()))
        {
            var refused = await Assert.ThrowsAsync<InvalidOperationException>(() => RebuildAsync(CancellationToken.None));

            Assert.Contains("Stop them first", refused.Message, StringComparison.Ordinal);
            Assert.True(await IsCurrentAsync());
        }

        Assert.Equal(2_804, (await RebuildAsync(CancellationToken.None)).Rows);
    }

    protected override Task<IStore> OpenStoreAsync(FakeTimeProvider clock) => PostgresCopy.OpenAsync(_database, Folder, clock);

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
        await using var source = NpgsqlDataSource.Create(_database);
        foreach (var statement in statements)
        {
            await using var command = source.CreateCommand(statement);
            await command.ExecuteNonQueryAsync();
        }
    }

    private protected override OpenRows OpenRows()
    {
        var source = NpgsqlDataSource.Create(_database);
        return new(new PostgresRows(source, source), source);
    }
}
