using Microsoft.Extensions.Logging;

namespace Coordination.Storage.Journal;

/// <summary>What an engine does for its upkeep.</summary>
internal interface IUpkeepWork
{
    /// <summary>What there is to sign, as it was at one moment.</summary>
    Task<JournalHeads> HeadsAsync(CancellationToken cancellationToken);

    /// <summary>Forgets at most so many operations that were answered before a moment; returns how many.</summary>
    Task<int> ForgetOperationsAsync(DateTimeOffset before, int most, CancellationToken cancellationToken);

    /// <summary>Forgets at most so many keys that were closed before a moment; returns how many.</summary>
    Task<int> ForgetKeysAsync(DateTimeOffset before, int most, CancellationToken cancellationToken);
}

/// <summary>What has to be done every minute: a signed checkpoint, and letting go of memories that have served their time.</summary>
internal sealed partial class Upkeep : IDisposable
{
    private static readonly TimeSpan Period = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan OperationsKept = TimeSpan.FromDays(7);

    // Whoever could still refer to a key has been given its refusal long before.
    private static readonly TimeSpan ClosedKeysKept = TimeSpan.FromDays(30);
    private const int SweepStep = 500;

    private readonly IUpkeepWork _work;
    private readonly TimeProvider _clock;
    private readonly ILogger _log;
    private readonly CheckpointKey _key;
    private readonly CheckpointFile _checkpoints;
    private readonly SemaphoreSlim _one = new(1);
    private readonly CancellationTokenSource _stop = new();
    private Task _running = Task.CompletedTask;

    public Upkeep(StoreOptions options, IUpkeepWork work, TimeProvider clock, ILogger<Upkeep> log)
    {
        (_work, _clock, _log) = (work, clock, log);
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

    /// <summary>Signs what there is, and returns it.</summary>
    public async Task<JournalHeads> CheckpointAsync(CancellationToken cancellationToken)
    {
        await _one.WaitAsync(cancellationToken);
        try
        {
            var heads = await _work.HeadsAsync(cancellationToken);
            _checkpoints.Append(_clock.GetUtcNow(), heads);
            return heads;
        }
        finally
        {
            _one.Release();
        }
    }

    public async Task SweepAsync(CancellationToken cancellationToken)
    {
        var now = _clock.GetUtcNow();
        // In small steps, so that commits are not kept waiting.
        while (await _work.ForgetOperationsAsync(now - OperationsKept, SweepStep, cancellationToken) == SweepStep)
        {
        }

        while (await _work.ForgetKeysAsync(now - ClosedKeysKept, SweepStep, cancellationToken) == SweepStep)
        {
        }
    }

    public void Dispose()
    {
        _key.Dispose();
        _one.Dispose();
        _stop.Dispose();
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
}
