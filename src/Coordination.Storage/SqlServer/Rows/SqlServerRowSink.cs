using System.Globalization;
using Coordination.Domain.Journal;
using Coordination.Storage.Journal;
using Coordination.Storage.Rebuild;
using Microsoft.Data.SqlClient;

namespace Coordination.Storage.SqlServer.Rows;

/// <summary>Writes rebuilt rows into a database; whoever makes it has taken <see cref="SqlServerRowSchema.LockAsync"/> on this connection.</summary>
internal sealed class SqlServerRowSink(SqlConnection connection, IReadOnlyList<RowTable> tables) : IRowSink
{
    /// <summary>How many rows a table holds.</summary>
    internal static string Count(RowTable table) => $"select count_big(*) from \"{table.Name}\"";

    public Task MakeAgainAsync(CancellationToken cancellationToken) => SqlServerRowSchema.MakeAgainAsync(connection, tables, cancellationToken);

    public async Task WriteAsync(IReadOnlyCollection<(PreparedRow Row, StreamId Stream, long Version)> rows, CancellationToken cancellationToken)
    {
        await using var transaction = (SqlTransaction)await connection.BeginTransactionAsync(cancellationToken);
        await using var batch = new SqlBatch(connection, transaction);
        SqlServerRowWriter.AddTo(batch, rows);
        await batch.ExecuteNonQueryAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
    }

    public async Task<long> FinishAsync(CancellationToken cancellationToken)
    {
        await SqlServerRowSchema.MarkCurrentAsync(connection, tables, cancellationToken);
        var rows = 0L;
        foreach (var table in tables)
        {
            await using var count = new SqlCommand(Count(table), connection) { CommandTimeout = 0 };
            rows += Convert.ToInt64(await count.ExecuteScalarAsync(cancellationToken), CultureInfo.InvariantCulture);
        }

        return rows;
    }
}
