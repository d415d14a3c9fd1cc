using System.Data.Common;
using System.Globalization;
using Coordination.Shared;
using DbUp;
using DbUp.Engine;
using Microsoft.Data.SqlClient;
using Npgsql;

namespace Coordination.Storage.Tests.Cluster;

/// <summary>A fresh database with what Orleans and accounts need, made by the numbered scripts as a migration runs them.</summary>
internal sealed class ClusterDatabase
{
    public const string Postgres = "Postgres";
    public const string SqlServer = "SqlServer";

    private ClusterDatabase(string engine, string connectionString) => (Engine, ConnectionString) = (engine, connectionString);

    /// <summary>PostgreSQL, which the tests start themselves; and SQL Server where one is named.</summary>
    public static TheoryData<string> Engines => SqlServerThere is null ? [Postgres] : [Postgres, SqlServer];

    public string Engine { get; }

    public string ConnectionString { get; }

    /// <summary>The name under which Orleans knows this kind of database.</summary>
    public string Invariant => Engine == Postgres ? "Npgsql" : "Microsoft.Data.SqlClient";

    private static string? SqlServerThere => Environment.GetEnvironmentVariable("COORDINATION_SQLSERVER") is { Length: > 0 } named ? named : null;

    public static async Task<ClusterDatabase> MakeAsync(string engine)
    {
        var made = new ClusterDatabase(engine, engine == Postgres ? await (await PostgresServer.SharedAsync()).MakeDatabaseAsync() : await MakeSqlServerAsync());
        var result = (engine == Postgres ? DeployChanges.To.PostgresqlDatabase(made.ConnectionString) : DeployChanges.To.SqlDatabase(made.ConnectionString))
            .WithScripts(Scripts(engine))
            .WithTransactionPerScript()
            .WithVariablesDisabled()
            .LogToNowhere()
            .Build()
            .PerformUpgrade();
        Assert.True(result.Successful, result.Error?.ToString());
        return made;
    }

    /// <summary>The scripts that do not concern the journal, by their names and in their order.</summary>
    public static IEnumerable<SqlScript> Scripts(string engine)
    {
        var assembly = typeof(IStore).Assembly;
        var folder = $"Coordination.Storage.{engine}.Scripts.";
        foreach (var name in assembly.GetManifestResourceNames().Where(name => name.StartsWith(folder, StringComparison.Ordinal)).Order(StringComparer.Ordinal))
        {
            if (name[folder.Length..] is "0002_orleans.sql" or "0003_identity.sql")
            {
                using var reader = new StreamReader(assembly.GetManifestResourceStream(name)!);
                yield return new SqlScript(name, reader.ReadToEnd());
            }
        }
    }

    public async Task<long> CountAsync(string from)
    {
        await using var connection = Connect();
        await connection.OpenAsync();
        await using var command = connection.CreateCommand();
        command.CommandText = $"select count(*) from {from}";
        return Convert.ToInt64(await command.ExecuteScalarAsync(), CultureInfo.InvariantCulture);
    }

    private DbConnection Connect() => Engine == Postgres ? new NpgsqlConnection(ConnectionString) : new SqlConnection(ConnectionString);

    private static async Task<string> MakeSqlServerAsync()
    {
        var server = new SqlConnectionStringBuilder(SqlServerThere);
        var name = $"coordination_{Guid.NewGuid():N}";
        await using var connection = new SqlConnection(server.ConnectionString);
        await connection.OpenAsync();
        await using var command = connection.CreateCommand();
        command.CommandText = $"create database {name}";
        await command.ExecuteNonQueryAsync();
        server.InitialCatalog = name;
        return server.ConnectionString;
    }
}
