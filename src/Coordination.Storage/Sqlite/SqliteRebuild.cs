using Coordination.Domain.Journal;
using Coordination.Storage.Journal;
using Coordination.Storage.Rebuild;
using Coordination.Storage.Sqlite.Rows;
using Microsoft.Extensions.Logging;

namespace Coordination.Storage.Sqlite;

/// <summary>Makes the rows of a data file again.</summary>
public static class SqliteRebuild
{
    /// <summary>Rebuilds the rows of a data file that no server has open. For coordctl.</summary>
    public static async Task<RowRebuildProgress> RunAsync(
        SqliteOptions options, IReadOnlyList<RowTable> tables, IReadOnlyList<IKind> kinds, ILoggerFactory loggers, IProgress<RowRebuildProgress>? progress, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(tables);
        ArgumentNullException.ThrowIfNull(kinds);
        return await Task.Run(
            async () =>
            {
                using var file = SqliteFile.Open(options, loggers);
                var rebuilt = await RunAsync(file, new(tables), kinds, progress, cancellationToken);
                // Nothing of the rows that were, or of what was erased, stays on pages that are free or were divided.
                file.Session.Execute("pragma temp_store = file; vacuum; pragma wal_checkpoint(truncate)");
                return rebuilt;
            },
            cancellationToken);
    }

    internal static async Task<RowRebuildProgress> RunAsync(SqliteFile file, RowTables tables, IReadOnlyList<IKind> kinds, IProgress<RowRebuildProgress>? progress, CancellationToken cancellationToken)
    {
        using var scan = new SqliteScan(file.Session, owned: false, cancellationToken);
        return await new RowRebuild(scan, new SqliteRowSink(file.Session, tables.All), tables, kinds, file.Master).RunAsync(progress, cancellationToken);
    }
}
