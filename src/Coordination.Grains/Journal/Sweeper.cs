using Coordination.Domain.Journal;
using Microsoft.Extensions.Logging;

namespace Coordination.Grains.Journal;

/// <summary>
/// Looks for what is due and not in memory: when the next message is due, when one was armed that is due sooner, when a full class has places again, and
/// once a second in any case. Each class of urgency is asked for as many messages as it has places, so that a full one hides nothing of the others.
/// </summary>
internal sealed partial class Sweeper(IOutbox outbox, IReadOnlyList<DispatchLane> lanes, TimeProvider clock, ILogger logger)
{
    /// <summary>Of one class, in one sweep.</summary>
    private const int AtOnce = 500;
    private static readonly TimeSpan AtLeastEvery = TimeSpan.FromSeconds(1);

    /// <summary>What is due and cannot be had, because another process is just taking it, is not asked for without a pause.</summary>
    private static readonly TimeSpan LongestFruitlessPause = TimeSpan.FromMilliseconds(100);

    private static readonly TimeSpan UntilNextSuspect = TimeSpan.FromMilliseconds(200);

    private readonly Suspects _suspects = new(lanes);
    private readonly Wake _wake = new(clock);
    private Dictionary<Priority, int> _places = [];
    private TimeSpan _fruitlessPause;
    private long _lastFinished = clock.GetTimestamp();
    private long _lastFinishedAt;
    private int _failures;

    /// <summary>When a sweep last finished.</summary>
    public DateTimeOffset? LastAt => Interlocked.Read(ref _lastFinishedAt) is var ticks && ticks == 0 ? null : new(ticks, TimeSpan.Zero);

    /// <summary>For how long none has finished, by the monotonic clock.</summary>
    public TimeSpan Silence => clock.GetElapsedTime(Interlocked.Read(ref _lastFinished));

    public void Nudge(DateTimeOffset due) => _wake.Nudge(due);

    public async Task RunAsync(CancellationToken stopping)
    {
        foreach (var lane in lanes)
        {
            lane.HasRoom = () => _wake.Nudge(DateTimeOffset.MinValue);
        }

        try
        {
            while (true)
            {
                try
                {
                    var next = await SweepAsync(stopping);
                    await _wake.SleepAsync(next, AtLeastEvery, stopping);
                }
                catch (Exception failure) when (!stopping.IsCancellationRequested)
                {
                    if (_failures++ == 0)
                    {
                        LogFailed(logger, failure);
                    }

                    // Not to be cut short by a nudge: while the database is away, those who are nudged for fare no better.
                    await Task.Delay(AtLeastEvery, clock, stopping);
                }
            }
        }
        catch (Exception) when (stopping.IsCancellationRequested)
        {
            // Stopping.
        }
    }

    /// <summary>Takes all that is due and has a place. Returns when to look again.</summary>
    private async Task<DateTimeOffset?> SweepAsync(CancellationToken stopping)
    {
        while (true)
        {
            // Whoever nudges from here on may mean what this sweep does not see.
            _wake.Forget();
            var (taken, more) = await ClaimAsync(stopping);
            if (more)
            {
                Finished();
                continue;
            }

            var next = _places.Count == 0 ? null : await outbox.NextDueAsync(_places.Keys, stopping);
            Finished();
            foreach (var full in lanes.Where(lane => !_places.ContainsKey(lane.Priority)))
            {
                full.TellOfRoom();
            }

            if (taken > 0 || next is not { } due || due > clock.GetUtcNow())
            {
                _fruitlessPause = TimeSpan.Zero;
                return next;
            }

            _fruitlessPause = _fruitlessPause == TimeSpan.Zero ? TimeSpan.FromMilliseconds(1) : _fruitlessPause * 2;
            _fruitlessPause = _fruitlessPause < LongestFruitlessPause ? _fruitlessPause : LongestFruitlessPause;
            return clock.GetUtcNow() + _fruitlessPause;
        }
    }

    /// <summary>Returns how many were taken, and whether a class got as many as it asked for, so that there may be more.</summary>
    private async Task<(int Taken, bool More)> ClaimAsync(CancellationToken stopping)
    {
        _places = [];
        foreach (var lane in lanes)
        {
            if (lane.ReserveUpTo(AtOnce) is var places and > 0)
            {
                _places.Add(lane.Priority, places);
            }
        }

        if (_places.Count == 0)
        {
            return (0, false);
        }

        IReadOnlyList<OutboxMessage> claimed = [];
        try
        {
            (claimed, var later) = _suspects.Part(await outbox.ClaimDueAsync(_places, stopping));
            if (later.Count > 0)
            {
                // Before anything is begun: what is given back is not lost with this process.
                await outbox.ReleaseAsync([.. later.Select(message => message.Id)], clock.GetUtcNow() + UntilNextSuspect, stopping);
            }
        }
        finally
        {
            foreach (var lane in lanes.Where(lane => _places.ContainsKey(lane.Priority)))
            {
                lane.Fill([.. claimed.Where(message => message.Priority == lane.Priority)], _places[lane.Priority]);
            }
        }

        return (claimed.Count, _places.Any(asked => claimed.Count(message => message.Priority == asked.Key) >= asked.Value));
    }

    private void Finished()
    {
        Interlocked.Exchange(ref _lastFinished, clock.GetTimestamp());
        Interlocked.Exchange(ref _lastFinishedAt, clock.GetUtcNow().UtcTicks);
        if (_failures > 0)
        {
            LogBack(logger, _failures);
            _failures = 0;
        }
    }

    [LoggerMessage(1031, LogLevel.Error, "A sweep of the outbox failed; it is tried every second until one succeeds")]
    private static partial void LogFailed(ILogger logger, Exception failure);

    [LoggerMessage(1035, LogLevel.Information, "The outbox is swept again, after {Failures} sweeps that failed")]
    private static partial void LogBack(ILogger logger, int failures);
}
