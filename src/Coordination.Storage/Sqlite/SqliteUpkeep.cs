using Coordination.Storage.Journal;
using Microsoft.Extensions.Logging;

namespace Coordination.Storage.Sqlite;

/// <summary>What has to be done every minute: a signed checkpoint, and letting go of memories that have served their time.</summary>
internal sealed partial class SqliteUpkeep : IDisposable
{
    private static readonly TimeSpan Period = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan OperationsKept = TimeSpan.FromDays(7);

    // Whoever could still refer to a key has been given its refusal long before.
    private static readonly TimeSpan ClosedKeysKept = TimeSpan.FromDays(30);
    private const int SweepStep = 500;

    private readonly GroupWriter _writer;
    private readonly SqliteEngine _engine;
    private readonly SqliteReaders _readers;
    private readonly TimeProvider _clock;
    private readonly ILogger _log;
    private readonly CheckpointKey _key;
    private readonly CheckpointFile _checkpoints;
    private readonly SemaphoreSlim _one = new(1);
    private readonly CancellationTokenSource _stop = new();
    private Task _running = Task.CompletedTask;

    public SqliteUpkeep(SqliteOptions options, GroupWriter writer, SqliteEngine engine, SqliteReaders readers, TimeProvider clock, ILogger<SqliteUpkeep> log)
    {
        (_writer, _engine, _readers, _clock, _log) = (writer, engine, readers, clock, log);
        _key = CheckpointKey.Open(options.KeyFolder);
        _checkpoints = new CheckpointFile(options.CheckpointFolder, _key);
    }

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        // What a process that was killed had written after its last checkpoint is signed at once.
        await CheckpointAsync(cancellationToken);
        _running = RunAsync(_stop.Token);
    }

    public async Task StopAsync()
    {
        await _stop.CancelAsync();
        await _running;
    }

    public async Task CheckpointAsync(CancellationToken cancellationToken)
    {
        await _one.WaitAsync(cancellationToken);
        try
        {
            var (position, writers) = await _readers.ReadAsync(Heads, cancellationToken);
            _checkpoints.Append(_clock.GetUtcNow(), position, writers);
        }
        finally
        {
            _one.Release();
        }
    }

    public async Task SweepAsync(CancellationToken cancellationToken)
    {
        var now = _clock.GetUtcNow();
        await SweepAsync(
            "delete from operation where (stream, id) in (select stream, id from operation where at < ? limit ?)", now - OperationsKept, cancellationToken);
        await SweepAsync("delete from closed_key where key in (select key from closed_key where at < ? limit ?)", now - ClosedKeysKept, cancellationToken);
    }

    public void Dispose()
    {
        _key.Dispose();
        _one.Dispose();
        _stop.Dispose();
    }

    private static (long Position, List<WriterLink> Writers) Heads(SqliteSession session)
    {
        var last = session.Sql("select coalesce(max(position), 0) from event");
        last.Step();
        var position = last.Long(0);
        last.End();
        var found = session.Sql("select writer, link, hash from writer where link > 0 order by writer");
        var writers = new List<WriterLink>();
        while (found.Step())
        {
            writers.Add(new(found.Text(0), found.Long(1), Convert.ToHexStringLower(found.Bytes(2))));
        }

        return (position, writers);
    }

    private async Task RunAsync(CancellationToken cancellationToken)
    {
        using var timer = new PeriodicTimer(Period, _clock);
        try
        {
            while (await timer.WaitForNextTickAsync(cancellationToken))
            {
                try
                {
                    await CheckpointAsync(cancellationToken);
                    await SweepAsync(cancellationToken);
                }
                catch (Exception failure) when (failure is not OperationCanceledException)
                {
                    LogFailed(_log, failure);
                }
            }
        }
        catch (OperationCanceledException)
        {
            // The store is closed.
        }
    }

    private async Task SweepAsync(string sql, DateTimeOffset before, CancellationToken cancellationToken)
    {
        // In small steps, so that commits are not kept waiting.
        while (await _writer.RunAsync(() => _engine.Session.Sql(sql).Bind(Microseconds.Of(before)).Bind(SweepStep).Run(), cancellationToken) == SweepStep)
        {
        }
    }
}
