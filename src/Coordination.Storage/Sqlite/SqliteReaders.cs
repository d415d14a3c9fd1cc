using System.Collections.Concurrent;

namespace Coordination.Storage.Sqlite;

/// <summary>
/// Read-only connections, used again. Each read sees the database as it was at one moment and never waits for the writer. SQLite reads on the
/// thread that asks, so only so many read at once.
/// </summary>
internal sealed class SqliteReaders(string dataFile, int most = 8) : IDisposable
{
    private readonly ConcurrentBag<SqliteSession> _idle = [];
    private readonly SemaphoreSlim _places = new(most);
    private volatile bool _disposed;

    /// <summary>Reads in one transaction.</summary>
    public async Task<TResult> ReadAsync<TResult>(Func<SqliteSession, TResult> read, CancellationToken cancellationToken)
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        await _places.WaitAsync(cancellationToken);
        try
        {
            return Read(read);
        }
        finally
        {
            _places.Release();
        }
    }

    private TResult Read<TResult>(Func<SqliteSession, TResult> read)
    {
        SqliteSession? session = null;
        try
        {
            session = _idle.TryTake(out var idle) ? idle : SqliteSession.OpenReader(dataFile);
            session.Sql("begin").Run();
            var result = read(session);
            session.EndAll();
            session.Sql("commit").Run();
            GiveBack(session);
            session = null;
            return result;
        }
        finally
        {
            // After a failure the connection is not used again.
            session?.Dispose();
        }
    }

    public void Dispose()
    {
        _disposed = true;
        while (_idle.TryTake(out var session))
        {
            session.Dispose();
        }
    }

    private void GiveBack(SqliteSession session)
    {
        _idle.Add(session);
        if (_disposed)
        {
            Dispose();
        }
    }
}
