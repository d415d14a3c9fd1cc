using System.Collections.Concurrent;
using System.Data;
using System.Text.Json;
using Coordination.Contracts;
using Coordination.Domain.Journal;
using Coordination.Storage.Journal;
using Coordination.Storage.Rows;
using Npgsql;

namespace Coordination.Storage.Postgres.Rows;

/// <summary>Reads rows from PostgreSQL. A list that nobody waits for any more is cancelled in the server too.</summary>
public sealed class PostgresRows(NpgsqlDataSource source, NpgsqlDataSource lookups) : IRows
{
    /// <summary>For each table one: rows that several ask for by id are read together.</summary>
    private readonly ConcurrentDictionary<RowTable, ReadTogether<string, StoredRow>> _found = new();

    /// <inheritdoc/>
    public async Task<Row<TRow>?> FindAsync<TRow>(RowTable<TRow> table, string id, CancellationToken cancellationToken) where TRow : class
        => (await FindManyAsync(table, [id], cancellationToken)) is [var only] ? only : null;

    /// <inheritdoc/>
    public async Task<IReadOnlyList<Row<TRow>>> FindManyAsync<TRow>(RowTable<TRow> table, IReadOnlyCollection<string> ids, CancellationToken cancellationToken) where TRow : class
    {
        ArgumentNullException.ThrowIfNull(table);
        ArgumentNullException.ThrowIfNull(ids);
        if (ids.Count == 0)
        {
            return [];
        }

        var reader = _found.GetOrAdd(table, one => new(wanted => ReadStoredAsync(one, wanted)));
        var kept = ids.Select(CleanText.Of).ToHashSet(StringComparer.Ordinal);
        var found = await reader.FindAsync(kept, cancellationToken);
        return [.. kept.Where(found.ContainsKey).Select(id => found[id].Open<TRow>(id))];
    }

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">The query names a column that the table does not have.</exception>
    /// <exception cref="FormatException">The cursor is not of this list and order.</exception>
    public async Task<RowPage<TRow>> ListAsync<TRow>(RowTable<TRow> table, RowQuery query, CancellationToken cancellationToken) where TRow : class
    {
        var parts = RowQueries.List(PostgresDialect.Only, table, query);
        if (parts is [var whole])
        {
            await using var command = With(whole, source.CreateCommand());
            return RowQueries.Page(await ReadAllAsync<TRow>(command, cancellationToken), query);
        }

        // One snapshot for all parts: a row that moves between two of them would be in both or in neither.
        await using var connection = await source.OpenConnectionAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(IsolationLevel.RepeatableRead, cancellationToken);
        var found = new List<FoundRow<TRow>>();
        foreach (var part in parts)
        {
            if (found.Count > query.Limit)
            {
                break;
            }

            await using var command = With(part, new(null, connection, transaction));
            found.AddRange(await ReadAllAsync<TRow>(command, cancellationToken));
        }

        return RowQueries.Page(found, query);
    }

    /// <inheritdoc/>
    public async Task<IReadOnlyList<RowCount>> CountAsync(RowTable table, RowFilter? filter, IReadOnlyList<string> by, CancellationToken cancellationToken)
    {
        await using var command = With(RowQueries.Count(PostgresDialect.Only, table, filter, by), source.CreateCommand());
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var counts = new List<RowCount>();
        while (await reader.ReadAsync(cancellationToken))
        {
            counts.Add(new([.. Enumerable.Range(1, by.Count).Select(column => Value(reader, column))], reader.GetInt64(0)));
        }

        return counts;
    }

    /// <inheritdoc/>
    public async Task<long> SumAsync(RowTable table, string column, RowFilter? filter, CancellationToken cancellationToken)
    {
        await using var command = With(RowQueries.Sum(PostgresDialect.Only, table, column, filter), source.CreateCommand());
        return (long)(await command.ExecuteScalarAsync(cancellationToken))!;
    }

    internal static NpgsqlCommand With(FilterSql sql, NpgsqlCommand command)
    {
        command.CommandText = sql.Text;
        foreach (var value in sql.Parameters)
        {
            command.Parameters.Add(value switch
            {
                string text => new NpgsqlParameter<string> { TypedValue = text },
                long number => new NpgsqlParameter<long> { TypedValue = number },
                string[] texts => new NpgsqlParameter<string[]> { TypedValue = texts },
                _ => new NpgsqlParameter<long[]> { TypedValue = (long[])value },
            });
        }

        return command;
    }

    private async Task<IReadOnlyDictionary<string, StoredRow>> ReadStoredAsync(RowTable table, IReadOnlyCollection<string> ids)
    {
        await using var command = With(RowQueries.Find(PostgresDialect.Only, table, ids), lookups.CreateCommand());
        await using var reader = await command.ExecuteReaderAsync();
        var rows = new Dictionary<string, StoredRow>(ids.Count, StringComparer.Ordinal);
        while (await reader.ReadAsync())
        {
            rows.Add(reader.GetString(0), Stored(reader));
        }

        return rows;
    }

    private static StoredRow Stored(NpgsqlDataReader reader) => new(new(reader.GetString(1)), reader.GetInt64(2), reader.GetFieldValue<byte[]>(3));

    private static async Task<List<FoundRow<TRow>>> ReadAllAsync<TRow>(NpgsqlCommand command, CancellationToken cancellationToken) where TRow : class
    {
        var rows = new List<FoundRow<TRow>>();
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
        {
            rows.Add(new(Stored(reader).Open<TRow>(reader.GetString(0)), Value(reader, 4)));
        }

        return rows;
    }

    /// <summary>A row as it is stored: whoever asked for it reads its body.</summary>
    private sealed record StoredRow(StreamId Stream, long Version, byte[] Body)
    {
        public Row<TRow> Open<TRow>(string id) where TRow : class
            => new(id, Stream, Version, JsonSerializer.Deserialize<TRow>(Body, Wire.Json) ?? throw new JsonException($"The row {id} holds null."));
    }

    private static object? Value(NpgsqlDataReader reader, int column) => reader.IsDBNull(column) ? null : reader.GetValue(column);
}
