using Coordination.Domain.Journal;
using Coordination.Storage.Journal;
using Coordination.Storage.Postgres.Rows;
using Coordination.Storage.Rebuild;
using Npgsql;

namespace Coordination.Storage.Postgres;

/// <summary>Makes the rows of a PostgreSQL database again.</summary>
public static class PostgresRebuild
{
    /// <summary>Rebuilds the rows of a database that no server has open. For coordctl.</summary>
    /// <exception cref="InvalidOperationException">Servers are running, or the master key is not the one that belongs to the database.</exception>
    public static async Task<RowRebuildProgress> RunAsync(
        string connectionString, string keyFolder, IReadOnlyList<RowTable> tables, IReadOnlyList<IKind> kinds, IProgress<RowRebuildProgress>? progress, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(tables);
        ArgumentNullException.ThrowIfNull(kinds);
        await using var connection = await PostgresConnections.OpenAloneAsync(connectionString, cancellationToken);
        await KeepServersAwayAsync(connection, connectionString, cancellationToken);
        await using var making = await PostgresRowSchema.LockAsync(connection, cancellationToken);
        return await RunAsync(connection, connectionString, keyFolder, new(tables), kinds, progress, cancellationToken);
    }

    /// <summary>Rebuilds on a connection that has the lock of the row tables.</summary>
    internal static Task<RowRebuildProgress> RunAsync(
        NpgsqlConnection connection, string connectionString, string keyFolder, RowTables tables, IReadOnlyList<IKind> kinds, IProgress<RowRebuildProgress>? progress, CancellationToken cancellationToken)
        => RowRebuild.RunAsync(new PostgresJournalSource(connectionString), new PostgresRowSink(connection, tables.All), keyFolder, tables, kinds, progress, cancellationToken);

    /// <summary>Until the connection is closed no server can start.</summary>
    private static async Task KeepServersAwayAsync(NpgsqlConnection connection, string connectionString, CancellationToken cancellationToken)
    {
        await using var take = new NpgsqlCommand("select pg_try_advisory_lock($1)", connection) { Parameters = { new NpgsqlParameter<long> { TypedValue = PostgresLocks.Servers } } };
        if (await take.ExecuteScalarAsync(cancellationToken) is not true)
        {
            throw new InvalidOperationException($"{PostgresConnections.Name(connectionString)} is open in servers, or coordctl is at work on it. Stop them first.");
        }
    }
}
