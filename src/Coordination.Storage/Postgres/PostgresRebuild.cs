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
        // Not pooled: the locks go with the connection.
        await using var connection = new NpgsqlConnection(new NpgsqlConnectionStringBuilder(connectionString) { Pooling = false, ApplicationName = "coordctl" }.ConnectionString);
        await connection.OpenAsync(cancellationToken);
        await PostgresServers.KeepAwayAsync(connection, cancellationToken);
        await using var making = await PostgresRowSchema.LockAsync(connection, cancellationToken);
        return await RunAsync(connection, connectionString, keyFolder, new(tables), kinds, progress, cancellationToken);
    }

    /// <summary>Rebuilds on a connection that has the lock of the row tables.</summary>
    internal static Task<RowRebuildProgress> RunAsync(
        NpgsqlConnection connection, string connectionString, string keyFolder, RowTables tables, IReadOnlyList<IKind> kinds, IProgress<RowRebuildProgress>? progress, CancellationToken cancellationToken)
        => RowRebuild.RunAsync(new PostgresJournalSource(connectionString), new PostgresRowSink(connection, tables.All), keyFolder, tables, kinds, progress, cancellationToken);
}
