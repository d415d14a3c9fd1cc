using System.Data.Common;

namespace Coordination.Storage.Scan;

/// <summary>A journal on a database server.</summary>
public abstract class NetworkJournalSource : JournalSource
{
    private protected NetworkJournalSource()
    {
    }

    internal override IJournalScan Open(CancellationToken cancellationToken)
    {
        var connection = Connect();
        try
        {
            connection.Open();
            var scan = Open(connection, cancellationToken);
            // It is the first that is asked, so that a database without a journal is noticed at once.
            scan.Setting("");
            return scan;
        }
        catch (Exception failure)
        {
            connection.Dispose();
            if (failure is DbException unknown && IsWithoutJournal(unknown))
            {
                throw new InvalidOperationException($"The database '{connection.Database}' holds no journal. Name the right one, or run coordctl migrate on it.", failure);
            }

            throw;
        }
    }

    private protected abstract DbConnection Connect();

    private protected abstract IJournalScan Open(DbConnection connection, CancellationToken cancellationToken);

    /// <summary>Whether this failure says that the journal's tables are not there.</summary>
    private protected abstract bool IsWithoutJournal(DbException failure);
}
