using Coordination.Domain.Journal;
using Coordination.Storage.Journal;
using Microsoft.Data.SqlClient;

namespace Coordination.Storage.SqlServer.Rows;

/// <summary>
/// Which row tables the database has, and whether they are as declared. Making them again and filling them takes several transactions, so whoever means to
/// do it takes the lock first, and looks again when it has it: another process may have done it meanwhile.
/// </summary>
internal static class SqlServerRowSchema
{
    internal const string Take = "declare @result int; exec @result = sp_getapplock @Resource = N'coordination.rows', @LockMode = 'Exclusive', @LockOwner = 'Session', @LockTimeout = -1; select @result";
    internal const string GiveBack = "exec sp_releaseapplock @Resource = N'coordination.rows', @LockOwner = 'Session'";

    // Another resource than the session's lock: whoever holds that one must not wait for itself.
    internal const string TakeWhileMaking = "declare @result int; exec @result = sp_getapplock @Resource = N'coordination.rows.making', @LockMode = 'Exclusive', @LockOwner = 'Transaction', @LockTimeout = -1; select @result";
    internal const string Find = "select name, fingerprint from row_table";
    internal const string Forget = "delete from row_table";
    internal const string Add = "insert into row_table (name, fingerprint) values (@name, N'being made')";
    internal const string Mark = "update row_table set fingerprint = @fingerprint where name = @name";

    /// <summary>Waits until no other process is making row tables. Disposing gives the lock back; a lost connection does too.</summary>
    public static async Task<IAsyncDisposable> LockAsync(SqlConnection connection, CancellationToken cancellationToken)
    {
        await TakeAsync(connection, null, Take, cancellationToken);
        return new Held(connection);
    }

    /// <summary>Whether all tables are as declared and filled.</summary>
    public static async Task<bool> IsCurrentAsync(SqlConnection connection, IReadOnlyList<RowTable> tables, CancellationToken cancellationToken)
    {
        // An opener that declares nothing reads no rows and writes none: it leaves the tables as they are.
        if (tables.Count == 0)
        {
            return true;
        }

        var known = await KnownAsync(connection, null, cancellationToken);
        return known.Count == tables.Count && tables.All(table => known.GetValueOrDefault(table.Name) == RowFingerprint.Of(table));
    }

    /// <summary>Drops all tables and makes the declared ones, empty. Until <see cref="MarkCurrentAsync"/> they count as outdated.</summary>
    public static async Task MakeAgainAsync(SqlConnection connection, IReadOnlyList<RowTable> tables, CancellationToken cancellationToken)
    {
        await using var transaction = (SqlTransaction)await connection.BeginTransactionAsync(cancellationToken);
        // Also a caller that did not take the lock does not meet another in the middle of this.
        await TakeAsync(connection, transaction, TakeWhileMaking, cancellationToken);
        var names = (await KnownAsync(connection, transaction, cancellationToken)).Keys.Union(tables.Select(table => table.Name)).Order(StringComparer.Ordinal);
        foreach (var statement in names.SelectMany(SqlServerRowTable.Drop).Append(Forget))
        {
            await ExecuteAsync(connection, transaction, statement, cancellationToken);
        }

        foreach (var table in tables)
        {
            foreach (var statement in SqlServerRowTable.Of(table).Create)
            {
                await ExecuteAsync(connection, transaction, statement, cancellationToken);
            }

            await ExecuteAsync(connection, transaction, Add, cancellationToken, ("@name", table.Name));
        }

        await transaction.CommitAsync(cancellationToken);
    }

    public static async Task MarkCurrentAsync(SqlConnection connection, IReadOnlyList<RowTable> tables, CancellationToken cancellationToken)
    {
        await using var transaction = (SqlTransaction)await connection.BeginTransactionAsync(cancellationToken);
        foreach (var table in tables)
        {
            await ExecuteAsync(connection, transaction, Mark, cancellationToken, ("@fingerprint", RowFingerprint.Of(table)), ("@name", table.Name));
        }

        await transaction.CommitAsync(cancellationToken);
    }

    private static async Task TakeAsync(SqlConnection connection, SqlTransaction? transaction, string take, CancellationToken cancellationToken)
    {
        await using var command = new SqlCommand(take, connection, transaction);
        // As long as it takes to make the rows of a large journal again.
        command.CommandTimeout = 0;
        var result = (int)(await command.ExecuteScalarAsync(cancellationToken))!;
        if (result < 0)
        {
            throw new InvalidOperationException($"The lock for making row tables was not given (sp_getapplock answered {result}). Start again.");
        }
    }

    private static async Task<Dictionary<string, string>> KnownAsync(SqlConnection connection, SqlTransaction? transaction, CancellationToken cancellationToken)
    {
        await using var find = new SqlCommand(Find, connection, transaction);
        await using var found = await find.ExecuteReaderAsync(cancellationToken);
        var known = new Dictionary<string, string>(StringComparer.Ordinal);
        while (await found.ReadAsync(cancellationToken))
        {
            known[found.GetString(0)] = found.GetString(1);
        }

        return known;
    }

    private static async Task ExecuteAsync(SqlConnection connection, SqlTransaction? transaction, string sql, CancellationToken cancellationToken, params (string Name, string Value)[] values)
    {
        await using var command = new SqlCommand(sql, connection, transaction);
        foreach (var (name, value) in values)
        {
            command.Parameters.AddWithValue(name, value);
        }

        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    private sealed class Held(SqlConnection connection) : IAsyncDisposable
    {
        public async ValueTask DisposeAsync()
        {
            if (connection.State == System.Data.ConnectionState.Open)
            {
                await ExecuteAsync(connection, null, GiveBack, CancellationToken.None);
            }
        }
    }
}
