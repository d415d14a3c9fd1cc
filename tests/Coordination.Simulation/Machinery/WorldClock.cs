using Coordination.Simulation.Cluster;

namespace Coordination.Simulation.Machinery;

/// <summary>The time of the database, to the microsecond. It stands still until it is moved on, however far; timers that have passed then fire once, late.</summary>
internal sealed class WorldClock(DateTimeOffset start)
{
    public DateTimeOffset Now { get; private set; } = start;

    public void Advance(TimeSpan by) => Now += by;
}

/// <summary>The clock of one process: the database's, up to a small error that does not change.</summary>
internal sealed class ProcessClock(World world, SimulatedProcess process, TimeSpan error) : TimeProvider
{
    private readonly List<Timer> _timers = [];

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    /// <summary>When the next timer fires, by the database's time; null when none is set.</summary>
    public DateTimeOffset? Next
    {
        get
        {
            DateTimeOffset? next = null;
            foreach (var timer in _timers)
            {
                if (timer.At < DateTimeOffset.MaxValue && (next is null || timer.At < next))
                {
                    next = timer.At;
                }
            }

            return next;
        }
    }

    public override DateTimeOffset GetUtcNow() => world.Clock.Now + error;

    public override long GetTimestamp() => world.Clock.Now.UtcTicks;

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = new Timer(this, callback, state);
        timer.Change(dueTime, period);
        return timer;
    }

    /// <summary>Lets what has passed happen, in the order in which it was set.</summary>
    public void Ring()
    {
        foreach (var timer in _timers)
        {
            timer.RingIfDue();
        }
    }

    private sealed class Timer(ProcessClock clock, TimerCallback callback, object? state) : ITimer
    {
        private TimeSpan _period;
        private bool _rings;

        public DateTimeOffset At { get; private set; } = DateTimeOffset.MaxValue;

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            // A finalizer of a dead process's timer comes here too, from another thread.
            if (clock.Process.IsDead)
            {
                return false;
            }

            clock._timers.Remove(this);
            _period = period;
            At = dueTime == Timeout.InfiniteTimeSpan ? DateTimeOffset.MaxValue : clock.World.Clock.Now + dueTime;
            if (At < DateTimeOffset.MaxValue)
            {
                clock._timers.Add(this);
                RingIfDue();
            }

            return true;
        }

        public void RingIfDue()
        {
            if (!_rings && At <= clock.World.Clock.Now)
            {
                _rings = true;
                clock.World.Waiting.Add(new(What.TimerFires, clock.Process, null, Fire));
            }
        }

        public void Dispose()
        {
            if (!clock.Process.IsDead)
            {
                At = DateTimeOffset.MaxValue;
                clock._timers.Remove(this);
            }
        }

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }

        private void Fire()
        {
            _rings = false;
            if (At > clock.World.Clock.Now)
            {
                return;
            }

            if (_period > TimeSpan.Zero)
            {
                At = clock.World.Clock.Now + _period;
            }
            else
            {
                At = DateTimeOffset.MaxValue;
                clock._timers.Remove(this);
            }

            clock.Process.Run(() => callback(state));
        }
    }

    private World World => world;

    private SimulatedProcess Process => process;
}
