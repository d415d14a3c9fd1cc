using Coordination.Storage.Rebuild;
using Coordination.Storage.SqlServer;
using Coordination.Storage.SqlServer.Rows;
using Coordination.Storage.Tests.Verify;
using Microsoft.Data.SqlClient;
using Microsoft.Extensions.Time.Testing;

namespace Coordination.Storage.Tests.Rebuild;

/// <summary>What is rebuilt was written to a data file and brought there.</summary>
[NeedsSqlServer]
public sealed class SqlServerRowRebuildTests : RowRebuildTests
{
    private string _database = "";

    public override async Task InitializeAsync()
    {
        await base.InitializeAsync();
        await using var written = new SqliteCopy(Folder);
        _database = await SqlServerJournalServer.MakeAsync(written);
    }

    [EngineFact]
    public async Task While_servers_run_it_is_refused()
    {
        await using (var server = new SqlConnection(_database + ";Pooling=false"))
        {
            await server.OpenAsync();
            await using var join = new SqlCommand(SqlServerServers.Join, server);
            await join.ExecuteNonQueryAsync();

            var refused = await Assert.ThrowsAsync<InvalidOperationException>(() => RebuildAsync(CancellationToken.None));

            Assert.Contains("Stop them first", refused.Message, StringComparison.Ordinal);
        }

        await RebuildAsync(CancellationToken.None);
    }

    protected override Task<IStore> OpenStoreAsync(FakeTimeProvider clock) => SqliteCopy.OpenAsync(Folder, clock);

    protected override Task<RowRebuildProgress> RebuildAsync(CancellationToken cancellationToken, IProgress<RowRebuildProgress>? progress = null)
        => SqlServerRebuild.RunAsync(_database, KeyFolder, Tables, Kinds, progress, cancellationToken);

    protected override async Task<bool> IsCurrentAsync()
    {
        await using var connection = new SqlConnection(_database);
        await connection.OpenAsync();
        return await SqlServerRowSchema.IsCurrentAsync(connection, Tables, CancellationToken.None);
    }

    protected override Task SpoilAsync(params string[] statements) => SqlServerJournalServer.ExecuteAsync(_database, statements);

    private protected override OpenRows OpenRows() => new(new SqlServerRows(_database), null);
}
