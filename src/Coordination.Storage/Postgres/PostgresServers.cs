using Npgsql;

namespace Coordination.Storage.Postgres;

/// <summary>
/// A lock that says that servers run on a database: each holds it with the others, on a connection of its own for as long as it lives. Who must have the database to
/// itself takes it alone.
/// </summary>
internal static class PostgresServers
{
    /// <summary>Only a number that nothing else in this database uses; it spells "coord".</summary>
    public const long Lock = 0x636F6F7264;

    /// <summary>Keeps servers away until the connection is closed.</summary>
    /// <exception cref="InvalidOperationException">Servers are running.</exception>
    public static async Task KeepAwayAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        await using var take = new NpgsqlCommand("select pg_try_advisory_lock($1)", connection) { Parameters = { new NpgsqlParameter<long> { TypedValue = Lock } } };
        if (await take.ExecuteScalarAsync(cancellationToken) is not true)
        {
            throw new InvalidOperationException($"Servers are running on the database '{connection.Database}', or coordctl is at work on it. Stop them first.");
        }
    }
}
