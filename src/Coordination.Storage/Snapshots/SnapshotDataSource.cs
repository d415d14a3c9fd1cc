using System.Data;
using System.Data.Common;
using Microsoft.Data.Sqlite;

namespace Coordination.Storage.Snapshots;

/// <summary>Connections to the snapshot file, as Orleans' grain storage takes them. Whoever made it disposes of it.</summary>
public sealed class SnapshotDataSource : DbDataSource
{
    /// <summary>The name under which Orleans knows this kind of database, though it uses Microsoft.Data.Sqlite.</summary>
    public const string Invariant = "System.Data.SQLite";

    private readonly string _connectionString;

    public SnapshotDataSource(string path)
        => _connectionString = new SqliteConnectionStringBuilder { DataSource = path, Mode = SqliteOpenMode.ReadWrite, DefaultTimeout = 5 }.ToString();

    /// <inheritdoc/>
    public override string ConnectionString => _connectionString;

    /// <summary>Closes the connections that are kept for reuse.</summary>
    public void ClearPool()
    {
        using var connection = new SqliteConnection(_connectionString);
        SqliteConnection.ClearPool(connection);
    }

    /// <inheritdoc/>
    protected override DbConnection CreateDbConnection()
    {
        var connection = new SqliteConnection(_connectionString);
        // Whoever opens it, and however: SQLite keeps these settings for each connection, not in the file.
        connection.StateChange += static (sender, change) =>
        {
            if (change.CurrentState == ConnectionState.Open)
            {
                using var command = ((SqliteConnection)sender).CreateCommand();
                // A snapshot that a power cut takes is read from the journal again, so it need not wait for the disk; what is erased is not left in free pages.
                command.CommandText = "pragma synchronous = normal; pragma busy_timeout = 5000; pragma secure_delete = on;";
                command.ExecuteNonQuery();
            }
        };
        return connection;
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            ClearPool();
        }

        base.Dispose(disposing);
    }

    protected override ValueTask DisposeAsyncCore()
    {
        ClearPool();
        return base.DisposeAsyncCore();
    }
}
