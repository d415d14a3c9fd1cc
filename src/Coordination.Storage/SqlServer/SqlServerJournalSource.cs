using System.Data;
using System.Data.Common;
using System.Globalization;
using Coordination.Storage.Scan;
using Microsoft.Data.SqlClient;

namespace Coordination.Storage.SqlServer;

/// <summary>The journal in a SQL Server database. Where the database allows snapshots, it is read in one, and servers may go on writing.</summary>
public sealed class SqlServerJournalSource : NetworkJournalSource
{
    /// <summary>1 where the database allows snapshots.</summary>
    internal const string SnapshotsAllowed = "select snapshot_isolation_state from sys.databases where database_id = db_id()";

    private readonly string _connectionString;

    public SqlServerJournalSource(string connectionString)
        => _connectionString = new SqlConnectionStringBuilder(connectionString) { Pooling = false, ApplicationName = "coordctl" }.ConnectionString;

    // A page that cannot be read from the disk, is not what was written there, or belongs elsewhere.
    internal override string? DamageIn(Exception failure) => failure is SqlException { Number: 823 or 824 or 605 } damaged ? $"The database is damaged: {damaged.Message}" : null;

    private protected override DbConnection Connect() => new SqlConnection(_connectionString);

    private protected override IJournalScan Open(DbConnection connection, CancellationToken cancellationToken)
    {
        using var ask = connection.CreateCommand();
        ask.CommandText = SnapshotsAllowed;
        // Positions are given out one by one to all that write, so events of several groups may stand between each other.
        return Convert.ToInt32(ask.ExecuteScalar(), CultureInfo.InvariantCulture) == 1
            ? new NetworkScan(connection, connection.BeginTransaction(IsolationLevel.Snapshot), Connect, cancellationToken) { GroupsStandTogether = false }
            : new NetworkScan(connection, null, Connect, cancellationToken)
            {
                GroupsStandTogether = false,
                Caution = $"The database does not allow snapshots, so this holds only if no server wrote meanwhile. Stop them, or allow it: ALTER DATABASE [{connection.Database}] SET ALLOW_SNAPSHOT_ISOLATION ON.",
            };
    }

    private protected override bool IsWithoutJournal(DbException failure) => failure is SqlException { Number: 208 };
}
