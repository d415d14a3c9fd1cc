using Coordination.Storage.Scan;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace Coordination.Storage.Sqlite;

/// <summary>The journal in a data file. The file is opened for reading only; a server may go on writing.</summary>
public sealed class SqliteJournalSource : JournalSource
{
    private readonly string _dataFile;

    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    public SqliteJournalSource(string dataFile)
    {
        ArgumentException.ThrowIfNullOrEmpty(dataFile);
        _dataFile = File.Exists(dataFile) ? dataFile : throw new FileNotFoundException($"There is no data file {dataFile}.", dataFile);
    }

    internal override IJournalScan Open(CancellationToken cancellationToken)
    {
        var session = SqliteSession.OpenReader(_dataFile);
        try
        {
            session.Sql("begin").Run();
            return new SqliteScan(session, owned: true, cancellationToken);
        }
        catch
        {
            session.Dispose();
            throw;
        }
    }

    internal override string? DamageIn(Exception failure)
        => failure is SqliteException { SqliteErrorCode: raw.SQLITE_CORRUPT or raw.SQLITE_NOTADB or raw.SQLITE_FORMAT } damaged ? $"The data file is damaged: {damaged.Message}" : null;
}
