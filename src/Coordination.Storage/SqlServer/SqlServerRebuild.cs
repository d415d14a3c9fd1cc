using Coordination.Domain.Journal;
using Coordination.Storage.Journal;
using Coordination.Storage.Rebuild;
using Coordination.Storage.SqlServer.Rows;
using Microsoft.Data.SqlClient;

namespace Coordination.Storage.SqlServer;

/// <summary>Makes the rows of a SQL Server database again.</summary>
public static class SqlServerRebuild
{
    /// <summary>Rebuilds the rows of a database that no server has open. For coordctl.</summary>
    /// <exception cref="InvalidOperationException">Servers are running, or the master key is not the one that belongs to the database.</exception>
    public static async Task<RowRebuildProgress> RunAsync(
        string connectionString, string keyFolder, IReadOnlyList<RowTable> tables, IReadOnlyList<IKind> kinds, IProgress<RowRebuildProgress>? progress, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(tables);
        ArgumentNullException.ThrowIfNull(kinds);
        // Not pooled: the locks go with the connection.
        await using var connection = new SqlConnection(new SqlConnectionStringBuilder(connectionString) { Pooling = false, ApplicationName = "coordctl" }.ConnectionString);
        await connection.OpenAsync(cancellationToken);
        await SqlServerServers.KeepAwayAsync(connection, cancellationToken);
        await using var making = await SqlServerRowSchema.LockAsync(connection, cancellationToken);
        return await RunAsync(connection, connectionString, keyFolder, new(tables), kinds, progress, cancellationToken);
    }

    /// <summary>Rebuilds on a connection that has the lock of the row tables.</summary>
    internal static Task<RowRebuildProgress> RunAsync(
        SqlConnection connection, string connectionString, string keyFolder, RowTables tables, IReadOnlyList<IKind> kinds, IProgress<RowRebuildProgress>? progress, CancellationToken cancellationToken)
        => RowRebuild.RunAsync(new SqlServerJournalSource(connectionString), new SqlServerRowSink(connection, tables.All), keyFolder, tables, kinds, progress, cancellationToken);
}
