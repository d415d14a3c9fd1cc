using System.Data;
using System.Globalization;
using System.Text.Json;
using Coordination.Contracts;
using Coordination.Domain.Journal;
using Coordination.Storage.Rows;
using Microsoft.Data.SqlClient;

namespace Coordination.Storage.SqlServer.Rows;

/// <summary>
/// Reads rows from SQL Server. A page is one statement, so that it shows one moment where the database has <c>read_committed_snapshot</c>; without it, reads
/// also wait for writers.
/// </summary>
public sealed class SqlServerRows(string connectionString) : IRows
{
    /// <inheritdoc/>
    public async Task<Row<TRow>?> FindAsync<TRow>(RowTable<TRow> table, string id, CancellationToken cancellationToken) where TRow : class
        => (await FindManyAsync(table, [id], cancellationToken)) is [var only] ? only : null;

    /// <inheritdoc/>
    public async Task<IReadOnlyList<Row<TRow>>> FindManyAsync<TRow>(RowTable<TRow> table, IReadOnlyCollection<string> ids, CancellationToken cancellationToken) where TRow : class
        => await ReadAsync(RowQueries.Find(SqlServerDialect.Only, table, ids), reader => FoundOf<TRow>(reader, ordered: false).Row, cancellationToken);

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">The query names a column that the table does not have.</exception>
    /// <exception cref="FormatException">The cursor is not of this list and order.</exception>
    public async Task<RowPage<TRow>> ListAsync<TRow>(RowTable<TRow> table, RowQuery query, CancellationToken cancellationToken) where TRow : class
        => RowQueries.Page(await ReadAsync(RowQueries.ListAtOnce(SqlServerDialect.Only, table, query), reader => FoundOf<TRow>(reader, ordered: true), cancellationToken), query);

    /// <inheritdoc/>
    public async Task<IReadOnlyList<RowCount>> CountAsync(RowTable table, RowFilter? filter, IReadOnlyList<string> by, CancellationToken cancellationToken)
        => await ReadAsync(
            RowQueries.Count(SqlServerDialect.Only, table, filter, by),
            reader => new RowCount([.. Enumerable.Range(1, by.Count).Select(column => ValueOf(reader, column))], reader.GetInt64(0)),
            cancellationToken);

    /// <inheritdoc/>
    public async Task<long> SumAsync(RowTable table, string column, RowFilter? filter, CancellationToken cancellationToken)
        => (await ReadAsync(RowQueries.Sum(SqlServerDialect.Only, table, column, filter), reader => reader.GetInt64(0), cancellationToken))[0];

    internal static SqlParameter[] ParametersOf(FilterSql sql) => [.. sql.Parameters.Select((value, index) => Parameter(string.Create(CultureInfo.InvariantCulture, $"@p{index + 1}"), value))];

    private async Task<List<T>> ReadAsync<T>(FilterSql sql, Func<SqlDataReader, T> read, CancellationToken cancellationToken)
    {
        try
        {
            await using var connection = new SqlConnection(connectionString);
            await connection.OpenAsync(cancellationToken);
            await using var command = new SqlCommand(sql.Text, connection);
            command.Parameters.AddRange(ParametersOf(sql));
            await using var reader = await command.ExecuteReaderAsync(cancellationToken);
            var all = new List<T>();
            while (await reader.ReadAsync(cancellationToken))
            {
                all.Add(read(reader));
            }

            return all;
        }
        catch (SqlException cancelled) when (cancellationToken.IsCancellationRequested)
        {
            // The client reports a cancelled statement as an error of the server's.
            throw new OperationCanceledException(cancelled.Message, cancelled, cancellationToken);
        }
    }

    // Few sizes, so that the server finds the plan of the same statement again.
    private static SqlParameter Parameter(string name, object value) => value is string text
        ? new(name, SqlDbType.NVarChar, text.Length > 4_000 ? -1 : 4_000) { Value = text }
        : new(name, SqlDbType.BigInt) { Value = value };

    private static FoundRow<TRow> FoundOf<TRow>(SqlDataReader reader, bool ordered) where TRow : class
    {
        var id = SqlServerText.Shown(reader.GetString(0));
        var body = JsonSerializer.Deserialize<TRow>(reader.GetString(3), Wire.Json) ?? throw new JsonException($"The row {id} holds null.");
        return new(new(id, new(SqlServerText.Shown(reader.GetString(1))), reader.GetInt64(2), body), ordered ? ValueOf(reader, 4) : null);
    }

    private static object? ValueOf(SqlDataReader reader, int column) => reader.GetValue(column) switch
    {
        string text => SqlServerText.Shown(text),
        long number => number,
        _ => null,
    };
}
