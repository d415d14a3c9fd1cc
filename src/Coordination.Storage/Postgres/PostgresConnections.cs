using Npgsql;

namespace Coordination.Storage.Postgres;

/// <summary>Connections of one process to its database, with the settings that everything here relies on.</summary>
internal static class PostgresConnections
{
    public static NpgsqlDataSource Open(string connectionString)
    {
        var builder = new NpgsqlConnectionStringBuilder(connectionString)
        {
            // Statements are few and used again and again.
            MaxAutoPrepare = 200,
            AutoPrepareMinUsages = 2,
            Enlist = false,
        };
        if (string.IsNullOrEmpty(builder.ApplicationName))
        {
            builder.ApplicationName = "coordination";
        }

        return new NpgsqlDataSourceBuilder(builder.ConnectionString) { Name = "coordination" }.Build();
    }

    /// <summary>A connection that really ends when it is closed, and its locks with it.</summary>
    public static async Task<NpgsqlConnection> OpenAloneAsync(string connectionString, CancellationToken cancellationToken)
    {
        var connection = new NpgsqlConnection(new NpgsqlConnectionStringBuilder(connectionString) { Pooling = false, Enlist = false }.ConnectionString);
        try
        {
            await connection.OpenAsync(cancellationToken);
            return connection;
        }
        catch
        {
            await connection.DisposeAsync();
            throw;
        }
    }

    /// <summary>What the database is called in messages: never with its password.</summary>
    public static string Name(string connectionString)
    {
        var builder = new NpgsqlConnectionStringBuilder(connectionString);
        return $"The database {builder.Database} on {builder.Host}:{builder.Port}";
    }
}
