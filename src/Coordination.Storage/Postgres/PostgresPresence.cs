using System.Globalization;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace Coordination.Storage.Postgres;

/// <summary>
/// Shows the others that this process lives: a lock of the server that goes with the connection, and so at once when the process is killed. Whoever
/// holds leases without it is gone. A second lock, shared by all servers, keeps a rebuild of rows away.
/// </summary>
internal sealed partial class PostgresPresence(NpgsqlDataSource source, string writer, TimeProvider clock, ILogger<PostgresPresence> log) : IAsyncDisposable
{
    private static readonly TimeSpan LookEvery = TimeSpan.FromSeconds(1);

    /// <summary>
    /// When the database itself was away, all processes lost their locks. Nobody is declared gone before the others have had time to come back.
    /// </summary>
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(5);

    private readonly CancellationTokenSource _stop = new();
    private NpgsqlConnection? _connection;
    private long _since;
    private Task _running = Task.CompletedTask;

    /// <summary>Whether this process has been present for long enough to say of others that they are gone.</summary>
    public bool MayJudge => _since != 0 && clock.GetElapsedTime(_since) >= Grace;

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        await ConnectAsync(cancellationToken);
        // At a start, whoever was here before has had its time.
        _since = clock.GetTimestamp() - (long)(Grace.TotalSeconds * clock.TimestampFrequency);
        _running = Task.Run(() => RunAsync(_stop.Token), CancellationToken.None);
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _running;
        await LeaveAsync();
        _stop.Dispose();
    }

    private async Task RunAsync(CancellationToken cancellationToken)
    {
        using var timer = new PeriodicTimer(LookEvery);
        try
        {
            while (await timer.WaitForNextTickAsync(cancellationToken))
            {
                try
                {
                    if (_connection is null)
                    {
                        await ConnectAsync(cancellationToken);
                        LogBack(log);
                    }
                    else
                    {
                        await using var ask = new NpgsqlCommand("select 1", _connection) { CommandTimeout = 5 };
                        await ask.ExecuteScalarAsync(cancellationToken);
                    }
                }
                catch (Exception failure) when (failure is NpgsqlException or IOException or TimeoutException or InvalidOperationException)
                {
                    if (_connection is not null)
                    {
                        LogLost(log, failure);
                    }

                    await LeaveAsync();
                }
            }
        }
        catch (OperationCanceledException)
        {
            // The store is closed.
        }
    }

    private async Task ConnectAsync(CancellationToken cancellationToken)
    {
        var connection = await source.OpenConnectionAsync(cancellationToken);
        try
        {
            await using var take = new NpgsqlCommand(
                string.Create(CultureInfo.InvariantCulture, $"set tcp_keepalives_idle = 3; set tcp_keepalives_interval = 2; set tcp_keepalives_count = 3; select pg_try_advisory_lock({PostgresLocks.OfIncarnation(writer)}), pg_try_advisory_lock_shared({PostgresLocks.Servers})"),
                connection);
            await using (var taken = await take.ExecuteReaderAsync(cancellationToken))
            {
                await taken.ReadAsync(cancellationToken);
                if (!taken.GetBoolean(1))
                {
                    throw new InvalidOperationException("The rows of this database are being made again by coordctl. Start the server when that has ended.");
                }
            }

            (_connection, _since) = (connection, clock.GetTimestamp());
        }
        catch
        {
            await connection.DisposeAsync();
            throw;
        }
    }

    private async Task LeaveAsync()
    {
        _since = 0;
        if (Interlocked.Exchange(ref _connection, null) is { } connection)
        {
            try
            {
                await using (var release = new NpgsqlCommand("select pg_advisory_unlock_all()", connection) { CommandTimeout = 5 })
                {
                    await release.ExecuteNonQueryAsync();
                }
            }
            catch (Exception failure) when (failure is NpgsqlException or IOException or TimeoutException or InvalidOperationException)
            {
                // Then the locks went with the connection.
            }

            await connection.DisposeAsync();
        }
    }

    [LoggerMessage(LogLevel.Warning, "The connection that shows that this process lives was lost; it is made again.")]
    private static partial void LogLost(ILogger log, Exception failure);

    [LoggerMessage(LogLevel.Information, "The database answers again.")]
    private static partial void LogBack(ILogger log);
}
