using System.Globalization;
using Coordination.Storage.Journal;
using DbUp;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace Coordination.Storage.Postgres;

/// <summary>The schema of a PostgreSQL database: changed by <c>coordctl migrate</c> alone, checked by every server that starts.</summary>
internal static class PostgresSchema
{
    private const string Command = "coordctl migrate";
    private static readonly NumberedScripts Scripts = new("Postgres");

    /// <summary>Brings the database to the schema of this version. Safe to run twice and by two at once: the second waits and finds nothing to do.</summary>
    public static async Task MigrateAsync(string connectionString, ILogger log, CancellationToken cancellationToken)
    {
        await using var connection = await PostgresConnections.OpenAloneAsync(connectionString, cancellationToken);
        await ExecuteAsync(connection, string.Create(CultureInfo.InvariantCulture, $"select pg_advisory_lock({PostgresLocks.Schema})"), cancellationToken);
        var where = PostgresConnections.Name(connectionString);
        Scripts.RefuseNewer(await AppliedAsync(connection, cancellationToken), where);
        await Task.Run(() => Scripts.Run(DeployChanges.To.PostgresqlDatabase(connectionString), where, log), cancellationToken);
        await ExecuteAsync(connection, "insert into setting (name, value) values ('position-base', '0') on conflict (name) do nothing", cancellationToken);
        // The lock goes with the connection.
    }

    /// <summary>Refuses a database of another version, and says what to do.</summary>
    /// <exception cref="JournalSchemaException">The schema is older or newer.</exception>
    public static async Task CheckAsync(NpgsqlConnection connection, string where, CancellationToken cancellationToken)
    {
        var applied = await AppliedAsync(connection, cancellationToken);
        Scripts.RefuseNewer(applied, where);
        Scripts.RefuseOlder(applied, where, Command);
    }

    /// <summary>
    /// After a restore into another server, transactions may count from below what the journal has. Positions then count from a new base, so that nothing new
    /// stands before anything old. On the server on which the journal was written this never changes anything.
    /// </summary>
    public static async Task RaiseBaseAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
        => await ExecuteAsync(
            connection,
            string.Create(CultureInfo.InvariantCulture, $"select pg_advisory_lock({PostgresLocks.Schema})") + """
            ;
            update setting set value = (((select max(position) from event) >> 20) - pg_current_xact_id()::text::bigint + 1 << 20)::text
            where name = 'position-base' and (select max(position) from event) >= value::bigint + (pg_current_xact_id()::text::bigint << 20);
            """ + string.Create(CultureInfo.InvariantCulture, $"select pg_advisory_unlock({PostgresLocks.Schema})"),
            cancellationToken);

    private static async Task<List<string>> AppliedAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        var names = new List<string>();
        await using (var exists = new NpgsqlCommand("select to_regclass('schemaversions') is not null", connection))
        {
            if (!(bool)(await exists.ExecuteScalarAsync(cancellationToken))!)
            {
                return names;
            }
        }

        await using var applied = new NpgsqlCommand("select scriptname from schemaversions order by scriptname", connection);
        await using var reader = await applied.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
        {
            names.Add(reader.GetString(0));
        }

        return names;
    }

    private static async Task ExecuteAsync(NpgsqlConnection connection, string sql, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(sql, connection) { CommandTimeout = 0 };
        await command.ExecuteNonQueryAsync(cancellationToken);
    }
}
