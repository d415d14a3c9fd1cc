using Microsoft.Extensions.Time.Testing;

namespace Coordination.Connectors.Tests;

/// <summary>A clock that only tests move, and that says whether anything waits on it for less than a limit: who moves it only then does not take a slow machine for a slow server.</summary>
/// <param name="limit">What waits as long or longer is a limit and no pause.</param>
internal sealed class PauseClock(DateTimeOffset start, TimeSpan limit) : FakeTimeProvider(start)
{
    private int _pauses;

    public bool HasPauses => Volatile.Read(ref _pauses) > 0;

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        if (dueTime < TimeSpan.Zero || dueTime >= limit)
        {
            return base.CreateTimer(callback, state, dueTime, period);
        }

        var pause = new Pause(this);
        pause.Timer = base.CreateTimer(
            known =>
            {
                pause.End();
                callback(known);
            },
            state,
            dueTime,
            period);
        // Only once it is set: who moves the clock because of it moves it for it.
        Interlocked.Increment(ref _pauses);
        return pause;
    }

    private sealed class Pause(PauseClock clock) : ITimer
    {
        private int _ended;

        public ITimer Timer { get; set; } = null!;

        public void End()
        {
            if (Interlocked.Exchange(ref _ended, 1) == 0)
            {
                Interlocked.Decrement(ref clock._pauses);
            }
        }

        public bool Change(TimeSpan dueTime, TimeSpan period) => Timer.Change(dueTime, period);

        public void Dispose()
        {
            End();
            Timer.Dispose();
        }

        public ValueTask DisposeAsync()
        {
            End();
            return Timer.DisposeAsync();
        }
    }
}
