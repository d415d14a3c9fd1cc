using Coordination.Domain.Journal;
using Coordination.Storage.Journal;
using Coordination.Storage.Rows;
using Npgsql;
using NpgsqlTypes;

namespace Coordination.Storage.Postgres.Rows;

/// <summary>Writes many rows with two statements for each table, whatever their number.</summary>
internal static class PostgresRowWriter
{
    /// <summary>Adds what writes these rows. Of a row that occurs more than once, the last counts.</summary>
    public static void AddTo(NpgsqlBatch batch, IEnumerable<(PreparedRow Row, StreamId Stream, long Version)> rows)
    {
        ArgumentNullException.ThrowIfNull(batch);
        // Tables and ids always in the same order: two writers that met the same rows in different orders would lock each other out. One that deletes what
        // another puts may still be chosen as the victim of a deadlock; that is rare, and the journal tries its group again.
        foreach (var table in rows.GroupBy(each => each.Row.Table.Name, StringComparer.Ordinal).OrderBy(table => table.Key, StringComparer.Ordinal))
        {
            var last = new SortedDictionary<string, (PreparedRow Row, StreamId Stream, long Version)>(StringComparer.Ordinal);
            foreach (var each in table)
            {
                last[CleanText.Of(each.Row.Id)] = each;
            }

            AddDeletes(batch, [.. last.Where(each => each.Value.Row.Body is null)]);
            AddUpserts(batch, [.. last.Where(each => each.Value.Row.Body is not null)]);
        }
    }

    /// <summary>Adds what deletes all rows of a stream that is erased.</summary>
    public static void AddErasureTo(NpgsqlBatch batch, IEnumerable<RowTable> tables, StreamId stream)
    {
        ArgumentNullException.ThrowIfNull(batch);
        foreach (var table in tables.OrderBy(table => table.Name, StringComparer.Ordinal))
        {
            var command = new NpgsqlBatchCommand(PostgresRowTable.Of(table).DeleteOfStream);
            command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = CleanText.Of(stream.Value), NpgsqlDbType = NpgsqlDbType.Text });
            batch.BatchCommands.Add(command);
        }
    }

    private static void AddDeletes(NpgsqlBatch batch, List<KeyValuePair<string, (PreparedRow Row, StreamId Stream, long Version)>> rows)
    {
        if (rows.Count > 0)
        {
            var command = new NpgsqlBatchCommand(PostgresRowTable.Of(rows[0].Value.Row.Table).Delete);
            command.Parameters.Add(Column(rows, each => each.Key, NpgsqlDbType.Text));
            batch.BatchCommands.Add(command);
        }
    }

    private static void AddUpserts(NpgsqlBatch batch, List<KeyValuePair<string, (PreparedRow Row, StreamId Stream, long Version)>> rows)
    {
        if (rows.Count == 0)
        {
            return;
        }

        var table = rows[0].Value.Row.Table;
        var command = new NpgsqlBatchCommand(PostgresRowTable.Of(table).Upsert);
        command.Parameters.Add(Column(rows, each => each.Key, NpgsqlDbType.Text));
        command.Parameters.Add(Column(rows, each => CleanText.Of(each.Value.Stream.Value), NpgsqlDbType.Text));
        command.Parameters.Add(Column(rows, each => each.Value.Version, NpgsqlDbType.Bigint));
        command.Parameters.Add(Column(rows, each => each.Value.Row.Body, NpgsqlDbType.Text));
        for (var index = 0; index < table.Columns.Count; index++)
        {
            var (number, column) = (index, table.Columns[index]);
            command.Parameters.Add(column.Type == ColumnType.Text
                ? (NpgsqlParameter)Column(rows, each => Text(each.Value.Row, number), NpgsqlDbType.Text)
                : Column(rows, each => (long?)each.Value.Row.Values[number], NpgsqlDbType.Bigint));
        }

        if (table.SearchText is not null)
        {
            command.Parameters.Add(Column(rows, each => PostgresSearch.Vector(each.Value.Row.SearchText ?? ""), NpgsqlDbType.Text));
        }

        batch.BatchCommands.Add(command);
    }

    private static string? Text(PreparedRow row, int number)
        => row.Values[number] is string text ? PostgresDialect.Only.Kept(row.Table, row.Table.Columns[number].Name, text) : null;

    private static NpgsqlParameter<T[]> Column<TRow, T>(List<TRow> rows, Func<TRow, T> value, NpgsqlDbType type)
        => new() { TypedValue = [.. rows.Select(value)], NpgsqlDbType = NpgsqlDbType.Array | type };
}
