namespace Coordination.Grains.Journal;

/// <summary>What the sweeper sleeps on: until a moment, until someone knows of an earlier one, and never longer than it is told.</summary>
internal sealed class Wake(TimeProvider clock)
{
    private static readonly TimeSpan Tick = TimeSpan.FromMilliseconds(1);

    private readonly Lock _lock = new();
    private DateTimeOffset _earliest = DateTimeOffset.MaxValue;
    private DateTimeOffset _until;
    private TaskCompletionSource? _sleeping;

    /// <summary>A sweep begins, which sees all that was nudged for until now.</summary>
    public void Forget()
    {
        lock (_lock)
        {
            _earliest = DateTimeOffset.MaxValue;
        }
    }

    /// <summary>Something is due at this moment. Who sleeps less long anyway is not disturbed.</summary>
    public void Nudge(DateTimeOffset due)
    {
        lock (_lock)
        {
            if (due < _earliest)
            {
                _earliest = due;
                if (due < _until)
                {
                    _sleeping?.TrySetResult();
                }
            }
        }
    }

    /// <param name="until">The next moment that is known; null where none is.</param>
    /// <param name="atMost">By the monotonic clock, so that a clock that is set back does not make it sleep for hours.</param>
    public async Task SleepAsync(DateTimeOffset? until, TimeSpan atMost, CancellationToken cancellationToken)
    {
        var from = clock.GetTimestamp();
        while (true)
        {
            TaskCompletionSource woken;
            TimeSpan rest;
            lock (_lock)
            {
                _sleeping = null;
                _until = until is { } known && known < _earliest ? known : _earliest;
                var left = atMost - clock.GetElapsedTime(from);
                rest = _until - clock.GetUtcNow() is var due && due < left ? due : left;
                if (rest <= TimeSpan.Zero)
                {
                    return;
                }

                _sleeping = woken = new(TaskCreationOptions.RunContinuationsAsynchronously);
            }

            // Timers count whole milliseconds; a shorter rest would be none.
            using var timer = clock.CreateTimer(static one => ((TaskCompletionSource)one!).TrySetResult(), woken, rest < Tick ? Tick : rest, Timeout.InfiniteTimeSpan);
            await woken.Task.WaitAsync(cancellationToken);
        }
    }
}
