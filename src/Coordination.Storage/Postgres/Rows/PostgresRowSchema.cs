using Coordination.Domain.Journal;
using Coordination.Storage.Journal;
using Npgsql;

namespace Coordination.Storage.Postgres.Rows;

/// <summary>
/// Which row tables the database has, and whether they are as declared. Making them again and filling them takes several transactions, so whoever means to
/// do it takes the lock first, and looks again when it has it: another process may have done it meanwhile.
/// </summary>
internal static class PostgresRowSchema
{
    // Only a number that nothing else in this database uses; it spells "rows".
    private const long Lock = 0x726F7773;

    /// <summary>Waits until no other process is making row tables. Disposing gives the lock back; a lost connection does too.</summary>
    public static async Task<IAsyncDisposable> LockAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        await using var take = new NpgsqlCommand("select pg_advisory_lock($1)", connection) { Parameters = { new NpgsqlParameter<long> { TypedValue = Lock } } };
        // As long as it takes to make the rows of a large journal again.
        take.CommandTimeout = 0;
        await take.ExecuteNonQueryAsync(cancellationToken);
        return new Held(connection);
    }

    /// <summary>Whether all tables are as declared and filled.</summary>
    public static async Task<bool> IsCurrentAsync(NpgsqlConnection connection, IReadOnlyList<RowTable> tables, CancellationToken cancellationToken)
    {
        // An opener that declares nothing reads no rows and writes none: it leaves the tables as they are.
        if (tables.Count == 0)
        {
            return true;
        }

        var known = await KnownAsync(connection, cancellationToken);
        return known.Count == tables.Count && tables.All(table => known.GetValueOrDefault(table.Name) == RowFingerprint.Of(table));
    }

    /// <summary>Drops all tables and makes the declared ones, empty. Until <see cref="MarkCurrentAsync"/> they count as outdated.</summary>
    public static async Task MakeAgainAsync(NpgsqlConnection connection, IReadOnlyList<RowTable> tables, CancellationToken cancellationToken)
    {
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        // Also a caller that did not take the lock does not meet another in the middle of this.
        await ExecuteAsync(connection, $"select pg_advisory_xact_lock({Lock})", cancellationToken);
        foreach (var name in (await KnownAsync(connection, cancellationToken)).Keys.Union(tables.Select(table => table.Name)).Order(StringComparer.Ordinal))
        {
            await ExecuteAsync(connection, $"drop table if exists \"{name}\"", cancellationToken);
        }

        await ExecuteAsync(connection, "delete from row_table", cancellationToken);
        foreach (var table in tables)
        {
            foreach (var statement in PostgresRowTable.Of(table).Create)
            {
                await ExecuteAsync(connection, statement, cancellationToken);
            }

            await ExecuteAsync(connection, "insert into row_table (name, fingerprint) values ($1, 'being made')", cancellationToken, table.Name);
        }

        await transaction.CommitAsync(cancellationToken);
    }

    public static async Task MarkCurrentAsync(NpgsqlConnection connection, IReadOnlyList<RowTable> tables, CancellationToken cancellationToken)
    {
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        foreach (var table in tables)
        {
            await ExecuteAsync(connection, "update row_table set fingerprint = $1 where name = $2", cancellationToken, RowFingerprint.Of(table), table.Name);
        }

        await transaction.CommitAsync(cancellationToken);
    }

    private static async Task<Dictionary<string, string>> KnownAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        await using var find = new NpgsqlCommand("select name, fingerprint from row_table", connection);
        await using var found = await find.ExecuteReaderAsync(cancellationToken);
        var known = new Dictionary<string, string>(StringComparer.Ordinal);
        while (await found.ReadAsync(cancellationToken))
        {
            known[found.GetString(0)] = found.GetString(1);
        }

        return known;
    }

    private static async Task ExecuteAsync(NpgsqlConnection connection, string sql, CancellationToken cancellationToken, params string[] values)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        foreach (var value in values)
        {
            command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = value });
        }

        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    private sealed class Held(NpgsqlConnection connection) : IAsyncDisposable
    {
        public async ValueTask DisposeAsync()
        {
            if (connection.State == System.Data.ConnectionState.Open)
            {
                await ExecuteAsync(connection, $"select pg_advisory_unlock({Lock})", CancellationToken.None);
            }
        }
    }
}
