using Coordination.Storage.Journal;
using DbUp;
using Microsoft.Data.SqlClient;
using Microsoft.Extensions.Logging;

namespace Coordination.Storage.SqlServer;

/// <summary>The schema of a SQL Server database: changed by <c>coordctl migrate</c> alone, checked by every server that starts.</summary>
internal static partial class SqlServerSchema
{
    internal const string Lock = "declare @result int; exec @result = sp_getapplock @Resource = N'coordination.schema', @LockMode = 'Exclusive', @LockOwner = 'Session', @LockTimeout = -1; select @result";

    internal const string HasVersions = "select object_id(N'SchemaVersions')";

    internal const string Versions = "select ScriptName from SchemaVersions order by ScriptName";

    private const string Command = "coordctl migrate";
    private static readonly NumberedScripts Scripts = new("SqlServer");

    /// <summary>
    /// What makes many readers and writers get on better, and what the database may refuse: nothing that is written or read depends on it. The first needs that nobody else has the
    /// database open, and does not wait for that.
    /// </summary>
    internal static IReadOnlyList<string> Settings { get; } =
    [
        "if (select is_read_committed_snapshot_on from sys.databases where database_id = db_id()) = 0 alter database current set read_committed_snapshot on with no_wait",
        "if (select snapshot_isolation_state from sys.databases where database_id = db_id()) = 0 alter database current set allow_snapshot_isolation on",
        .. new[] { "stream", "event", "operation", "claim", "closed_key", "key_slot", "outbox" }.Select(table => $"alter table {table} set (lock_escalation = disable)"),
    ];

    /// <summary>Brings the database to the schema of this version. Safe to run twice and by two at once: the second waits and finds nothing to do.</summary>
    public static async Task MigrateAsync(string connectionString, ILogger log, CancellationToken cancellationToken)
    {
        await using var connection = SqlServerDatabase.Alone(connectionString);
        await connection.OpenAsync(cancellationToken);
        await using (var take = new SqlCommand(Lock, connection) { CommandTimeout = 0 })
        {
            var result = (int)(await take.ExecuteScalarAsync(cancellationToken))!;
            if (result < 0)
            {
                throw new InvalidOperationException($"The lock for changing the schema was not given (sp_getapplock answered {result}). Start again.");
            }
        }

        var where = SqlServerDatabase.Name(connectionString);
        Scripts.RefuseNewer(await AppliedAsync(connection, cancellationToken), where);
        await using (var alone = SqlServerDatabase.Alone(connectionString))
        {
            await Task.Run(() => Scripts.Run(DeployChanges.To.SqlDatabase(alone.ConnectionString), where, log), cancellationToken);
        }

        foreach (var setting in Settings)
        {
            await TryAsync(connection, setting, log, cancellationToken);
        }

        // The lock goes with the connection.
    }

    /// <summary>Refuses a database of another version, and says what to do.</summary>
    /// <exception cref="JournalSchemaException">The schema is older or newer.</exception>
    public static async Task CheckAsync(SqlConnection connection, string where, CancellationToken cancellationToken)
    {
        var applied = await AppliedAsync(connection, cancellationToken);
        Scripts.RefuseNewer(applied, where);
        Scripts.RefuseOlder(applied, where, Command);
    }

    private static async Task<List<string>> AppliedAsync(SqlConnection connection, CancellationToken cancellationToken)
    {
        var names = new List<string>();
        await using (var exists = new SqlCommand(HasVersions, connection))
        {
            if (await exists.ExecuteScalarAsync(cancellationToken) is null or DBNull)
            {
                return names;
            }
        }

        await using var applied = new SqlCommand(Versions, connection);
        await using var reader = await applied.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
        {
            names.Add(reader.GetString(0));
        }

        return names;
    }

    private static async Task TryAsync(SqlConnection connection, string setting, ILogger log, CancellationToken cancellationToken)
    {
        try
        {
            await using var command = new SqlCommand(setting, connection);
            await command.ExecuteNonQueryAsync(cancellationToken);
        }
        catch (SqlException refused) when (connection.State == System.Data.ConnectionState.Open && !cancellationToken.IsCancellationRequested)
        {
            LogRefused(log, setting, refused.Message);
        }
    }

    [LoggerMessage(LogLevel.Warning, "The database refused a setting that is good for it but not needed: {Setting}: {Reason}")]
    private static partial void LogRefused(ILogger log, string setting, string reason);
}
