using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace Coordination.Storage.Sqlite;

/// <summary>A connection with its prepared statements. It belongs to one thread at a time.</summary>
internal sealed class SqliteSession : IDisposable
{
    private readonly SqliteConnection _connection;
    private readonly Dictionary<string, Statement> _statements = new(StringComparer.Ordinal);

    private SqliteSession(SqliteConnection connection) => _connection = connection;

    public sqlite3 Handle => _connection.Handle!;

    /// <summary>Rows changed since the connection was opened.</summary>
    public int TotalChanges => raw.sqlite3_total_changes(Handle);

    public bool IsInTransaction => raw.sqlite3_get_autocommit(Handle) == 0;

    public static SqliteSession OpenWriter(string dataFile) => Open(
        dataFile,
        SqliteOpenMode.ReadWriteCreate,
        // The truth: a commit is on the disk when it is answered. The log is folded in every 32 MB and never kept above 64 MB.
        "pragma journal_mode = wal; pragma synchronous = full; pragma busy_timeout = 10000; pragma foreign_keys = on; pragma wal_autocheckpoint = 8192; "
        + "pragma journal_size_limit = 67108864; pragma cache_size = -65536; pragma temp_store = memory; pragma trusted_schema = off; "
        // A key that is destroyed must not linger in a free place of the file.
        + "pragma secure_delete = fast;");

    public static SqliteSession OpenReader(string dataFile) => Open(
        dataFile,
        SqliteOpenMode.ReadOnly,
        "pragma query_only = on; pragma busy_timeout = 10000; pragma cache_size = -16384; pragma temp_store = memory; pragma trusted_schema = off;");

    public static string ConnectionString(string dataFile, SqliteOpenMode mode)
        => new SqliteConnectionStringBuilder { DataSource = dataFile, Mode = mode, Pooling = false, DefaultTimeout = 10 }.ToString();

    /// <summary>The statement of this text, prepared once, ready for its values.</summary>
    public Statement Sql(string sql)
    {
        if (!_statements.TryGetValue(sql, out var statement))
        {
            _statements[sql] = statement = new Statement(Handle, sql);
        }

        return statement.Start();
    }

    /// <summary>The first number that a statement answers.</summary>
    public long Number(string sql)
    {
        var found = Sql(sql);
        found.Step();
        var number = found.Long(0);
        found.End();
        return number;
    }

    /// <summary>Ends all runs that were left in the middle.</summary>
    public void EndAll()
    {
        foreach (var statement in _statements.Values)
        {
            statement.End();
        }
    }

    /// <summary>Runs statements that are not kept.</summary>
    public void Execute(string sql)
    {
        using var command = _connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }

    public void Dispose()
    {
        foreach (var statement in _statements.Values)
        {
            statement.Dispose();
        }

        _connection.Dispose();
    }

    private static SqliteSession Open(string dataFile, SqliteOpenMode mode, string settings)
    {
        var connection = new SqliteConnection(ConnectionString(dataFile, mode));
        try
        {
            connection.Open();
            var session = new SqliteSession(connection);
            session.Execute(settings);
            return session;
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }
}
