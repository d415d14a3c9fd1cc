using Microsoft.Extensions.Logging;

namespace Coordination.Storage.Journal;

/// <summary>
/// The corrected clock: the database's time, as last read, and what has passed since by this machine's monotonic clock. Whoever sets this machine's
/// clock changes nothing. All processes of one database use it for what is due and when something was decided; timers and timestamps are the machine's.
/// </summary>
/// <remarks>
/// What a new reading says is treated differently by its direction. A clock that was behind goes forward at once, by whatever it was. A clock that was
/// ahead stands still until the database has caught up; only if that would take longer than <see cref="StandsStillAtMost"/> it is set back, by what was
/// measured and no more. So what has become due on it stays due, and it is ahead of the database never by more than half a round trip and the drift
/// since the last reading: nothing that follows it happens before its moment by the database's clock, except by that much. Running slower instead of standing still
/// would keep it ahead for longer. A machine that runs at another speed is recognised by its second reading, see <see cref="ClockEstimate"/>.
/// </remarks>
public sealed partial class DatabaseClock : TimeProvider, IAsyncDisposable
{
    /// <summary>More than this ahead and the clock is set back. The board warns of an offset from here on too.</summary>
    public static readonly TimeSpan StandsStillAtMost = TimeSpan.FromSeconds(2);

    private const int ReadingsAtMost = 3;
    private static readonly TimeSpan ReadEvery = TimeSpan.FromSeconds(30);

    /// <summary>At first, and after a correction that was not small, it reads more often: then a wrong speed is known soon.</summary>
    private static readonly TimeSpan ReadAgainAfter = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan SmallCorrection = TimeSpan.FromMilliseconds(50);

    /// <summary>So quick an answer needs no second one.</summary>
    private static readonly TimeSpan GoodRoundTrip = TimeSpan.FromMilliseconds(5);

    /// <summary>An answer that took longer says too little about the time.</summary>
    private static readonly TimeSpan LongestRoundTrip = TimeSpan.FromSeconds(1);

    private readonly Func<CancellationToken, Task<DateTimeOffset>> _read;
    private readonly TimeProvider _machine;
    private readonly ILogger _log;
    private readonly CancellationTokenSource _stop = new();
    private readonly Lock _lock = new();
    private ClockEstimate _estimate;
    private DateTimeOffset _floor = DateTimeOffset.MinValue;
    private Task _running = Task.CompletedTask;

    private DatabaseClock(Func<CancellationToken, Task<DateTimeOffset>> read, TimeProvider machine, ILogger log, ClockEstimate first)
        => (_read, _machine, _log, _estimate) = (read, machine, log, first);

    public override TimeZoneInfo LocalTimeZone => _machine.LocalTimeZone;

    public override long TimestampFrequency => _machine.TimestampFrequency;

    /// <summary>The database's clock less this machine's, as they stand now.</summary>
    public TimeSpan Offset => GetUtcNow() - _machine.GetUtcNow();

    /// <summary>Reads the database's clock for the first time, and then every 30 s until the clock is disposed.</summary>
    /// <param name="read">Asks the database for its time; it is best when it asks for nothing else.</param>
    public static async Task<DatabaseClock> StartAsync(
        Func<CancellationToken, Task<DateTimeOffset>> read, TimeProvider machine, ILogger<DatabaseClock> log, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(read);
        ArgumentNullException.ThrowIfNull(machine);
        var first = await ReadAsync(read, machine, cancellationToken);
        var clock = new DatabaseClock(read, machine, log, new(first));
        clock._running = clock.FollowAsync(clock._stop.Token);
        return clock;
    }

    public override DateTimeOffset GetUtcNow()
    {
        lock (_lock)
        {
            return Now();
        }
    }

    public override long GetTimestamp() => _machine.GetTimestamp();

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) => _machine.CreateTimer(callback, state, dueTime, period);

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _running;
    }

    /// <summary>Reads once more. Returns by how much the clock was wrong, or null where the answer took too long to be of use.</summary>
    internal async Task<TimeSpan?> MeasureAsync(CancellationToken cancellationToken)
    {
        var reading = await ReadAsync(_read, _machine, cancellationToken);
        if (reading.Uncertainty * 2 > LongestRoundTrip)
        {
            LogTooSlow(_log, reading.Uncertainty * 2);
            return null;
        }

        var correction = Take(reading);
        if (correction < -StandsStillAtMost)
        {
            LogSetBack(_log, -correction);
        }

        return correction;
    }

    private TimeSpan Take(ClockReading reading)
    {
        lock (_lock)
        {
            var believed = Now();
            _estimate = _estimate.Next(reading, _machine.GetElapsedTime(_estimate.Last.At, reading.At));
            var correction = Estimated() - believed;
            _floor = correction < -StandsStillAtMost ? DateTimeOffset.MinValue : believed;
            return correction;
        }
    }

    private DateTimeOffset Now()
    {
        var estimated = Estimated();
        return estimated > _floor ? estimated : _floor;
    }

    private DateTimeOffset Estimated() => _estimate.After(_machine.GetElapsedTime(_estimate.Last.At));

    private async Task FollowAsync(CancellationToken stopping)
    {
        var pause = ReadAgainAfter;
        try
        {
            while (true)
            {
                await Task.Delay(pause, _machine, stopping);
                try
                {
                    var correction = await MeasureAsync(stopping);
                    pause = correction is { } known && known.Duration() <= SmallCorrection ? Shorter(pause * 2, ReadEvery) : ReadAgainAfter;
                }
                catch (Exception failure) when (!stopping.IsCancellationRequested)
                {
                    // The monotonic clock goes on; without the database nothing becomes due anyway.
                    LogUnread(_log, failure);
                    pause = Shorter(pause * 2, ReadEvery);
                }
            }
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            // Disposed.
        }
        catch (Exception failure) when (stopping.IsCancellationRequested)
        {
            // The database's driver has words of its own for being cancelled.
            LogUnread(_log, failure);
        }
    }

    /// <summary>Of a few readings the one with the shortest way. The database's time belongs to the middle of it.</summary>
    private static async Task<ClockReading> ReadAsync(Func<CancellationToken, Task<DateTimeOffset>> read, TimeProvider machine, CancellationToken cancellationToken)
    {
        ClockReading? best = null;
        for (var attempt = 0; attempt < ReadingsAtMost && (best is null || best.Uncertainty * 2 > GoodRoundTrip); attempt++)
        {
            var asked = machine.GetTimestamp();
            var time = await read(cancellationToken);
            var answered = machine.GetTimestamp();
            var half = machine.GetElapsedTime(asked, answered) / 2;
            if (best is null || half < best.Uncertainty)
            {
                best = new(answered, time.ToUniversalTime() + half, half);
            }
        }

        return best!;
    }

    private static TimeSpan Shorter(TimeSpan one, TimeSpan other) => one < other ? one : other;
}
