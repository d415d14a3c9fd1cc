using System.Collections.Concurrent;
using Microsoft.Data.SqlClient;

namespace Coordination.Shared;

/// <summary>The SQL Server that <c>COORDINATION_SQLSERVER</c> names. It gives databases of the tests' own, and drops them when the process ends.</summary>
internal static class SqlServerServer
{
    public const string Variable = "COORDINATION_SQLSERVER";

    private static readonly ConcurrentBag<string> Made = [];

    static SqlServerServer() => AppDomain.CurrentDomain.ProcessExit += (_, _) => DropAll();

    /// <summary>How to connect to it; null where there is none.</summary>
    public static string? ConnectionString { get; } = Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } given ? given : null;

    /// <summary>A new, empty database; returns how to connect to it.</summary>
    public static async Task<string> MakeDatabaseAsync()
    {
        var server = ConnectionString ?? throw new InvalidOperationException($"{Variable} names no server.");
        var name = $"coordination_test_{Guid.NewGuid():N}";
        await using var connection = new SqlConnection(server);
        await connection.OpenAsync();
        await using var command = new SqlCommand($"create database [{name}]", connection);
        await command.ExecuteNonQueryAsync();
        Made.Add(name);
        return new SqlConnectionStringBuilder(server) { InitialCatalog = name }.ConnectionString;
    }

    private static void DropAll()
    {
        if (Made.IsEmpty)
        {
            return;
        }

        SqlConnection.ClearAllPools();
        using var connection = new SqlConnection(ConnectionString);
        connection.Open();
        foreach (var name in Made)
        {
            using var command = new SqlCommand($"drop database [{name}]", connection);
            command.ExecuteNonQuery();
        }
    }
}
