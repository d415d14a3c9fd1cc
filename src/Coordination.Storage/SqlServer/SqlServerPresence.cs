using Microsoft.Data.SqlClient;
using Microsoft.Extensions.Logging;

namespace Coordination.Storage.SqlServer;

/// <summary>
/// Shows the others that this process lives: a lock of the server that goes with the connection, and so at once when the process is killed. Whoever
/// holds leases without it is gone. A second lock, shared by all servers, keeps a rebuild of rows away.
/// </summary>
internal sealed partial class SqlServerPresence(SqlServerDatabase database, string writer, TimeProvider clock, ILogger<SqlServerPresence> log) : IAsyncDisposable
{
    /// <summary>What the name of a process's lock begins with; its incarnation follows.</summary>
    public const string Process = "coordination.process.";

    /// <summary>Held shared by every server that has the database open; a rebuild of rows takes it alone.</summary>
    public const string Servers = "coordination.servers";

    internal const string Enter = $"""
        set nocount on;
        declare @own int, @servers int;
        exec @own = sp_getapplock @Resource = @process, @LockMode = 'Exclusive', @LockOwner = 'Session', @LockTimeout = 0;
        exec @servers = sp_getapplock @Resource = N'{Servers}', @LockMode = 'Shared', @LockOwner = 'Session', @LockTimeout = 0;
        select @own, @servers;
        """;

    internal const string Ask = "select applock_mode(N'public', @process, N'Session')";

    private static readonly TimeSpan LookEvery = TimeSpan.FromSeconds(1);

    /// <summary>
    /// When the database itself was away, all processes lost their locks. Nobody is declared gone before the others have had time to come back.
    /// </summary>
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(5);

    private readonly CancellationTokenSource _stop = new();
    private SqlConnection? _connection;
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
                        await using var ask = new SqlCommand(Ask, _connection) { CommandTimeout = 5 };
                        ask.Parameters.Add(SqlServerValue.Text("@process", Process + writer));
                        if (await ask.ExecuteScalarAsync(cancellationToken) is not "Exclusive")
                        {
                            throw new InvalidOperationException("The lock that shows that this process lives is no longer held.");
                        }
                    }
                }
                catch (Exception failure) when (SqlServerFailure.IsLost(failure) && !cancellationToken.IsCancellationRequested)
                {
                    if (_connection is not null)
                    {
                        LogLost(log, failure);
                    }

                    await LeaveAsync();
                }
            }
        }
        catch (Exception stopped) when (cancellationToken.IsCancellationRequested && (stopped is OperationCanceledException || SqlServerFailure.IsLost(stopped)))
        {
            // The store is closed. The client reports a cancelled statement as an error of the server's.
        }
    }

    private async Task ConnectAsync(CancellationToken cancellationToken)
    {
        var connection = SqlServerDatabase.Alone(database.ConnectionString);
        try
        {
            await connection.OpenAsync(cancellationToken);
            await using var enter = new SqlCommand(Enter, connection);
            enter.Parameters.Add(SqlServerValue.Text("@process", Process + writer));
            await using (var entered = await enter.ExecuteReaderAsync(cancellationToken))
            {
                await entered.ReadAsync(cancellationToken);
                if (entered.GetInt32(1) < 0)
                {
                    throw new InvalidOperationException("The rows of this database are being made again by coordctl. Start the server when that has ended.");
                }

                if (entered.GetInt32(0) < 0)
                {
                    // The connection before has not ended for the server. When it does, its lock goes, so this one must not be without.
                    throw new InvalidOperationException("The server still has the connection before, with the lock that shows that this process lives. It is tried again.");
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

    /// <summary>It is not pooled, so the server lets its locks go when it is closed.</summary>
    private async Task LeaveAsync()
    {
        _since = 0;
        if (Interlocked.Exchange(ref _connection, null) is { } connection)
        {
            await connection.DisposeAsync();
        }
    }

    [LoggerMessage(LogLevel.Warning, "The connection that shows that this process lives was lost; it is made again.")]
    private static partial void LogLost(ILogger log, Exception failure);

    [LoggerMessage(LogLevel.Information, "The database answers again.")]
    private static partial void LogBack(ILogger log);
}
