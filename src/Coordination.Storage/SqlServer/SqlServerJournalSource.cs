using System.Data;
using System.Data.Common;
using Coordination.Storage.Scan;
using Microsoft.Data.SqlClient;

namespace Coordination.Storage.SqlServer;

/// <summary>The journal in a SQL Server database. Where the database allows snapshots, it is read in one, and servers may go on writing.</summary>
public sealed class SqlServerJournalSource : NetworkJournalSource
{
    private const int NoSuchTable = 208;

    private readonly string _connectionString;

    // Not pooled: a connection that is used again keeps its isolation level.
    public SqlServerJournalSource(string connectionString)
        => _connectionString = new SqlConnectionStringBuilder(connectionString) { Pooling = false, ApplicationName = "coordctl" }.ConnectionString;

    // A page that cannot be read from the disk, is not what was written there, or belongs elsewhere.
    internal override string? DamageIn(Exception failure) => failure is SqlException { Number: 823 or 824 or 605 } damaged ? $"The database is damaged: {damaged.Message}" : null;

    private protected override DbConnection Connect() => new SqlConnection(_connectionString);

    private protected override IJournalScan Open(DbConnection connection, CancellationToken cancellationToken)
    {
        DbTransaction? view = null;
        try
        {
            view = connection.BeginTransaction(IsolationLevel.Snapshot);
            var scan = Scan(view, null);
            // That snapshots are not allowed is said by the first statement.
            scan.Setting("");
            return scan;
        }
        catch (SqlException refused) when (refused.Number != NoSuchTable && !cancellationToken.IsCancellationRequested)
        {
            view?.Dispose();
            connection.Close();
            connection.Open();
            return Scan(
                null, $"The database allows no snapshots, so this holds only if no server wrote meanwhile. Stop them, or allow it: ALTER DATABASE [{connection.Database}] SET ALLOW_SNAPSHOT_ISOLATION ON.");
        }

        // Positions are given out one by one to all that write, so events of several groups may stand between each other.
        NetworkScan Scan(DbTransaction? inside, string? caution) => new(connection, inside, Connect, cancellationToken) { GroupsStandTogether = false, Texts = new(StoredText.Keep, StoredText.Shown), Caution = caution };
    }

    private protected override bool IsWithoutJournal(DbException failure) => failure is SqlException { Number: NoSuchTable };
}
