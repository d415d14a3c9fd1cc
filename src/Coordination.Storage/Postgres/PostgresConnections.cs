using Npgsql;

namespace Coordination.Storage.Postgres;

/// <summary>Connections of one process to its database, with the settings that everything here relies on.</summary>
internal static class PostgresConnections
{
    /// <summary>
    /// A connection whose wire was cut says nothing at all, also when the wire is mended. Whoever waits for its answer holds a thing that nobody else can have meanwhile, so
    /// it is given up soon: longer than the server lets anyone wait for a lock, and no longer than an edge asks again.
    /// </summary>
    private const int AnswersWithinSeconds = 10;

    private const int ConnectsWithinSeconds = 5;

    /// <summary>
    /// Connections that are used in turn. None is reset between two uses, which took the server longer than many a statement: so nothing may be set on one, or locked beyond a
    /// transaction. For that there is <see cref="OpenUnshared"/>.
    /// </summary>
    public static NpgsqlDataSource Open(string connectionString) => Build(new(connectionString) { NoResetOnClose = true });

    /// <summary>Connections on which everything is found by its key: see <see cref="ByKey"/>.</summary>
    public static NpgsqlDataSource OpenForLookups(string connectionString)
        => Build(new(connectionString) { NoResetOnClose = true }, static builder => builder.UsePhysicalConnectionInitializer(
            static connection =>
            {
                using var command = new NpgsqlCommand(ByKey, connection);
                command.ExecuteNonQuery();
            },
            static async connection =>
            {
                await using var command = new NpgsqlCommand(ByKey, connection);
                await command.ExecuteNonQueryAsync();
            }));

    /// <summary>Connections that have settings or locks of their own, and end with them when they are closed.</summary>
    public static NpgsqlDataSource OpenUnshared(string connectionString) => Build(new(connectionString) { Pooling = false });

    /// <summary>
    /// For statements that look up keys and nothing else. A server plans by what it last counted, and a table that was empty then is read from end to end until it is counted
    /// again: with each thousand alerts the same statement took longer. So the index is always used, and the plan is made once.
    /// </summary>
    public const string ByKey = "set enable_seqscan = off; set enable_hashjoin = off; set enable_mergejoin = off; set jit = off; set plan_cache_mode = force_generic_plan";

    private static NpgsqlDataSource Build(NpgsqlConnectionStringBuilder builder, Action<NpgsqlDataSourceBuilder>? configure = null)
    {
        // Statements are few and used again and again.
        (builder.MaxAutoPrepare, builder.AutoPrepareMinUsages, builder.Enlist) = (200, 2, false);
        // What the operator has set stays.
        builder.CommandTimeout = builder.ShouldSerialize("Command Timeout") ? builder.CommandTimeout : AnswersWithinSeconds;
        builder.Timeout = builder.ShouldSerialize("Timeout") ? builder.Timeout : ConnectsWithinSeconds;
        if (string.IsNullOrEmpty(builder.ApplicationName))
        {
            builder.ApplicationName = "coordination";
        }

        var source = new NpgsqlDataSourceBuilder(builder.ConnectionString) { Name = "coordination" };
        configure?.Invoke(source);
        return source.Build();
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
