using System.Text.Json;
using Coordination.Contracts;
using Coordination.Domain.Journal;
using Microsoft.Data.Sqlite;

namespace Coordination.Storage.Sqlite.Rows;

/// <summary>Reads rows from a SQLite file that the journal writes, at most a few at once, beside the writer and without waiting for it.</summary>
public sealed class SqliteRows : IRows, IAsyncDisposable
{
    /// <summary>The most rows of one page.</summary>
    public const int MaxLimit = 10_000;

    private readonly ReaderPool _readers;

    /// <param name="connectionString">Names the data file; it is opened for reading only.</param>
    /// <param name="readers">How many reads may run at once.</param>
    public SqliteRows(string connectionString, int readers = 4) => _readers = new(connectionString, readers);

    /// <inheritdoc/>
    public async Task<Row<TRow>?> FindAsync<TRow>(RowTable<TRow> table, string id, CancellationToken cancellationToken) where TRow : class
        => (await FindManyAsync(table, [id], cancellationToken)) is [var only] ? only : null;

    /// <inheritdoc/>
    public Task<IReadOnlyList<Row<TRow>>> FindManyAsync<TRow>(RowTable<TRow> table, IReadOnlyCollection<string> ids, CancellationToken cancellationToken) where TRow : class
    {
        ArgumentNullException.ThrowIfNull(table);
        var sql = Select(table, null).Add(" where id in (select value from json_each(").AddValue(JsonSerializer.Serialize(ids)).Add("))");
        return _readers.ReadAsync<IReadOnlyList<Row<TRow>>>(connection =>
        {
            using var statement = sql.Prepare(connection);
            return [.. ReadAll<TRow>(statement, ordered: false).Select(each => each.Row)];
        }, cancellationToken);
    }

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">The query names a column that the table does not have.</exception>
    /// <exception cref="FormatException">The cursor is not of this list and order.</exception>
    public Task<RowPage<TRow>> ListAsync<TRow>(RowTable<TRow> table, RowQuery query, CancellationToken cancellationToken) where TRow : class
    {
        ArgumentNullException.ThrowIfNull(table);
        ArgumentNullException.ThrowIfNull(query);
        ArgumentOutOfRangeException.ThrowIfLessThan(query.Limit, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(query.Limit, MaxLimit);
        var parts = PagePart.Of(table, query).Select(part => part.Statement(Select(table, query.OrderBy))).ToList();
        return _readers.ReadAsync(connection => Page<TRow>(connection, parts, query), cancellationToken);
    }

    /// <inheritdoc/>
    public Task<IReadOnlyList<RowCount>> CountAsync(RowTable table, RowFilter? filter, IReadOnlyList<string> by, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(table);
        ArgumentNullException.ThrowIfNull(by);
        var sql = new FilterSql(table);
        var columns = string.Join(", ", by.Select(sql.ColumnName));
        sql.Add("select count(*)").Add(by.Count == 0 ? "" : ", " + columns).Add(" from ").Add(sql.Table).Add(" where ").Where(filter)
            .Add(by.Count == 0 ? "" : $" group by {columns} order by {columns}");
        return _readers.ReadAsync<IReadOnlyList<RowCount>>(connection =>
        {
            using var statement = sql.Prepare(connection);
            var counts = new List<RowCount>();
            while (statement.Step())
            {
                counts.Add(new([.. Enumerable.Range(1, by.Count).Select(statement.Any)], statement.Long(0)));
            }

            return counts;
        }, cancellationToken);
    }

    /// <inheritdoc/>
    public Task<long> SumAsync(RowTable table, string column, RowFilter? filter, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(table);
        var sql = new FilterSql(table);
        var name = sql.ColumnName(column);
        if (column is "id" or "stream" || (column != "version" && table.Column(column).Type != ColumnType.Number))
        {
            throw new ArgumentException($"'{column}' of the row table '{table.Name}' is not a number, so it has no sum.", nameof(column));
        }

        sql.Add($"select coalesce(sum({name}), 0) from ").Add(sql.Table).Add(" where ").Where(filter);
        return _readers.ReadAsync(connection =>
        {
            using var statement = sql.Prepare(connection);
            statement.Step();
            return statement.Long(0);
        }, cancellationToken);
    }

    public ValueTask DisposeAsync() => _readers.DisposeAsync();

    private static FilterSql Select(RowTable table, string? orderBy)
    {
        var sql = new FilterSql(table);
        return sql.Add("select id, stream, version, body").Add(orderBy is null ? "" : ", " + sql.ColumnName(orderBy)).Add(" from ").Add(sql.Table);
    }

    private static RowPage<TRow> Page<TRow>(SqliteConnection connection, List<FilterSql> parts, RowQuery query) where TRow : class
    {
        // One snapshot for all parts: a row that moves between two of them would be in both or in neither.
        using var transaction = connection.BeginTransaction(deferred: true);
        var found = new List<(Row<TRow> Row, object? Order)>();
        foreach (var part in parts)
        {
            if (found.Count > query.Limit)
            {
                break;
            }

            using var statement = part.Prepare(connection);
            found.AddRange(ReadAll<TRow>(statement, ordered: true));
        }

        if (found.Count <= query.Limit)
        {
            return new([.. found.Select(each => each.Row)], null);
        }

        var (last, value) = found[query.Limit - 1];
        return new([.. found.Take(query.Limit).Select(each => each.Row)], new RowCursor(query.OrderBy, query.Descending, value, last.Id).Write());
    }

    private static List<(Row<TRow> Row, object? Order)> ReadAll<TRow>(Statement statement, bool ordered) where TRow : class
    {
        var rows = new List<(Row<TRow>, object?)>();
        while (statement.Step())
        {
            var id = statement.Text(0);
            var body = JsonSerializer.Deserialize<TRow>(statement.Bytes(3), Wire.Json)
                ?? throw new JsonException($"The row {id} holds null.");
            rows.Add((new(id, new(statement.Text(1)), statement.Long(2), body), ordered ? statement.Any(4) : null));
        }

        return rows;
    }
}
