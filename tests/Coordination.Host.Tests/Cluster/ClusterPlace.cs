using Coordination.Shared;
using DbUp;
using DbUp.Engine;

namespace Coordination.Host.Tests.Cluster;

/// <summary>A fresh PostgreSQL database with what processes need to find one another.</summary>
internal static class ClusterPlace
{
    public static async Task<string> MakeAsync()
    {
        var connectionString = await (await PostgresServer.SharedAsync()).MakeDatabaseAsync();
        var result = DeployChanges.To.PostgresqlDatabase(connectionString)
            .WithScripts([Script("Postgres.Scripts.0002_orleans.sql"), Script("Postgres.Scripts.0003_identity.sql"), Script("Postgres.Scripts.0004_passkeys.sql")])
            .WithTransactionPerScript()
            .WithVariablesDisabled()
            .LogToNowhere()
            .Build()
            .PerformUpgrade();
        Assert.True(result.Successful, result.Error?.ToString());
        return connectionString;
    }

    private static SqlScript Script(string name)
    {
        using var reader = new StreamReader(typeof(Storage.IStore).Assembly.GetManifestResourceStream($"Coordination.Storage.{name}")!);
        return new(name, reader.ReadToEnd());
    }
}
