using System.Collections.Concurrent;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace Coordination.Storage.Sqlite.Rows;

/// <summary>
/// A few read-only connections, kept open. SQLite has no asynchronous reading, so a read holds its caller's thread, and no more of them
/// than there are connections: otherwise a burst of slow reads would take every thread of the process.
/// </summary>
internal sealed class ReaderPool : IAsyncDisposable
{
    private readonly string _connectionString;
    private readonly int _size;
    private readonly SemaphoreSlim _places;
    private readonly ConcurrentStack<SqliteConnection> _idle = new();
    private int _disposed;

    public ReaderPool(string connectionString, int size)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(size, 1);
        _connectionString = new SqliteConnectionStringBuilder(connectionString) { Mode = SqliteOpenMode.ReadOnly, Pooling = false }.ToString();
        _size = size;
        _places = new(size, size);
    }

    public async Task<T> ReadAsync<T>(Func<SqliteConnection, T> read, CancellationToken cancellationToken)
    {
        await _places.WaitAsync(cancellationToken);
        try
        {
            return Read(read, cancellationToken);
        }
        finally
        {
            _places.Release();
        }
    }

    /// <summary>Waits for the reads under way and closes the connections. A container that handed them out does so before the store does.</summary>
    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _disposed, 1) != 0)
        {
            return;
        }

        for (var place = 0; place < _size; place++)
        {
            await _places.WaitAsync();
        }

        while (_idle.TryPop(out var connection))
        {
            await connection.DisposeAsync();
        }

        _places.Dispose();
    }

    private T Read<T>(Func<SqliteConnection, T> read, CancellationToken cancellationToken)
    {
        var connection = _idle.TryPop(out var idle) ? idle : Open();
        var whole = false;
        try
        {
            T result;
            // Nobody waits for the answer any more: the reader is needed elsewhere.
            using (cancellationToken.Register(() => raw.sqlite3_interrupt(connection.Handle)))
            {
                result = read(connection);
            }

            whole = true;
            return result;
        }
        catch (SqliteException interrupted) when (interrupted.SqliteErrorCode == raw.SQLITE_INTERRUPT && cancellationToken.IsCancellationRequested)
        {
            throw new OperationCanceledException(interrupted.Message, interrupted, cancellationToken);
        }
        finally
        {
            if (whole)
            {
                _idle.Push(connection);
            }
            else
            {
                // After a failure its state is not worth finding out.
                connection.Dispose();
            }
        }
    }

    private SqliteConnection Open()
    {
        var connection = new SqliteConnection(_connectionString);
        try
        {
            connection.Open();
            using var command = connection.CreateCommand();
            command.CommandText = "pragma busy_timeout = 5000; pragma query_only = on; pragma cache_size = -8000;";
            command.ExecuteNonQuery();
            return connection;
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }
}
