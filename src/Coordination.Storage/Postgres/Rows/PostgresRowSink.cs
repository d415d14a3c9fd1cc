using Coordination.Domain.Journal;
using Coordination.Storage.Journal;
using Coordination.Storage.Rebuild;
using Npgsql;

namespace Coordination.Storage.Postgres.Rows;

/// <summary>Writes rebuilt rows into a database; whoever makes it has taken <see cref="PostgresRowSchema.LockAsync"/> on this connection.</summary>
internal sealed class PostgresRowSink(NpgsqlConnection connection, IReadOnlyList<RowTable> tables) : IRowSink
{
    public Task MakeAgainAsync(CancellationToken cancellationToken) => PostgresRowSchema.MakeAgainAsync(connection, tables, cancellationToken);

    public async Task WriteAsync(IReadOnlyCollection<(PreparedRow Row, StreamId Stream, long Version)> rows, CancellationToken cancellationToken)
    {
        // A batch is one transaction.
        await using var batch = new NpgsqlBatch(connection);
        PostgresRowWriter.AddTo(batch, rows);
        await batch.ExecuteNonQueryAsync(cancellationToken);
    }

    public async Task<long> FinishAsync(CancellationToken cancellationToken)
    {
        await PostgresRowSchema.MarkCurrentAsync(connection, tables, cancellationToken);
        var rows = 0L;
        foreach (var table in tables)
        {
            await using var count = new NpgsqlCommand($"select count(*) from \"{table.Name}\"", connection) { CommandTimeout = 0 };
            rows += (long)(await count.ExecuteScalarAsync(cancellationToken))!;
        }

        return rows;
    }
}
