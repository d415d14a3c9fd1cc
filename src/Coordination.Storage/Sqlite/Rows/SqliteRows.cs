using System.Text.Json;
using Coordination.Contracts;
using Coordination.Domain.Journal;
using Coordination.Storage.Rows;
using Microsoft.Data.Sqlite;

namespace Coordination.Storage.Sqlite.Rows;

/// <summary>Reads rows from a SQLite file that the journal writes, at most a few at once, beside the writer and without waiting for it.</summary>
public sealed class SqliteRows : IRows, IAsyncDisposable
{
    /// <summary>The most rows of one page.</summary>
    public const int MaxLimit = RowQueries.MaxLimit;

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
        var sql = RowQueries.Find(SqliteDialect.Only, table, ids);
        return _readers.ReadAsync<IReadOnlyList<Row<TRow>>>(connection =>
        {
            using var statement = Prepare(sql, connection);
            return [.. ReadAll<TRow>(statement, ordered: false).Select(each => each.Row)];
        }, cancellationToken);
    }

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">The query names a column that the table does not have.</exception>
    /// <exception cref="FormatException">The cursor is not of this list and order.</exception>
    public Task<RowPage<TRow>> ListAsync<TRow>(RowTable<TRow> table, RowQuery query, CancellationToken cancellationToken) where TRow : class
    {
        var parts = RowQueries.List(SqliteDialect.Only, table, query);
        return _readers.ReadAsync(connection => Page<TRow>(connection, parts, query), cancellationToken);
    }

    /// <inheritdoc/>
    public Task<IReadOnlyList<RowCount>> CountAsync(RowTable table, RowFilter? filter, IReadOnlyList<string> by, CancellationToken cancellationToken)
    {
        var sql = RowQueries.Count(SqliteDialect.Only, table, filter, by);
        return _readers.ReadAsync<IReadOnlyList<RowCount>>(connection =>
        {
            using var statement = Prepare(sql, connection);
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
        var sql = RowQueries.Sum(SqliteDialect.Only, table, column, filter);
        return _readers.ReadAsync(connection =>
        {
            using var statement = Prepare(sql, connection);
            statement.Step();
            return statement.Long(0);
        }, cancellationToken);
    }

    public ValueTask DisposeAsync() => _readers.DisposeAsync();

    private static Statement Prepare(FilterSql sql, SqliteConnection connection)
    {
        var statement = new Statement(connection.Handle!, sql.Text);
        foreach (var value in sql.Parameters)
        {
            statement.BindAny(value);
        }

        return statement;
    }

    private static RowPage<TRow> Page<TRow>(SqliteConnection connection, IReadOnlyList<FilterSql> parts, RowQuery query) where TRow : class
    {
        // One snapshot for all parts: a row that moves between two of them would be in both or in neither.
        using var transaction = connection.BeginTransaction(deferred: true);
        var found = new List<FoundRow<TRow>>();
        foreach (var part in parts)
        {
            if (found.Count > query.Limit)
            {
                break;
            }

            using var statement = Prepare(part, connection);
            found.AddRange(ReadAll<TRow>(statement, ordered: true));
        }

        return RowQueries.Page(found, query);
    }

    private static List<FoundRow<TRow>> ReadAll<TRow>(Statement statement, bool ordered) where TRow : class
    {
        var rows = new List<FoundRow<TRow>>();
        while (statement.Step())
        {
            var id = statement.Text(0);
            var body = JsonSerializer.Deserialize<TRow>(statement.Bytes(3), Wire.Json)
                ?? throw new JsonException($"The row {id} holds null.");
            rows.Add(new(new(id, new(statement.Text(1)), statement.Long(2), body), ordered ? statement.Any(4) : null));
        }

        return rows;
    }
}
