using Microsoft.Extensions.Time.Testing;

namespace Coordination.Grains.Tests.Journal;

/// <summary>A clock that only tests move, and that knows how many timers wait on it: so a test knows when what it watches sleeps again.</summary>
internal sealed class WatchedClock(DateTimeOffset start) : TimeProvider
{
    private readonly FakeTimeProvider _real = new(start);
    private readonly Lock _lock = new();
    private int _waiting;
    private int _settings;

    /// <summary>How many timers wait. Each of them is known to the clock: who is counted before it is set would miss the time that is moved in between.</summary>
    public int Waiting
    {
        get
        {
            lock (_lock)
            {
                return _waiting;
            }
        }
    }

    /// <summary>How often a timer was set.</summary>
    public int Settings
    {
        get
        {
            lock (_lock)
            {
                return _settings;
            }
        }
    }

    /// <summary>Added to what the machine's clock says; timers and timestamps know nothing of it.</summary>
    public TimeSpan Jumped { get; set; }

    public override long TimestampFrequency => _real.TimestampFrequency;

    public override DateTimeOffset GetUtcNow() => _real.GetUtcNow() + Jumped;

    public override long GetTimestamp() => _real.GetTimestamp();

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var watched = new Watched(this, callback, state);
        watched.Start(_real.CreateTimer(static known => ((Watched)known!).Fire(), watched, Timeout.InfiniteTimeSpan, period), dueTime, period);
        return watched;
    }

    public void Advance(TimeSpan time) => _real.Advance(time);

    /// <summary>Moves time once so many timers wait, and waits until so many wait again.</summary>
    public async Task AdvanceAsync(TimeSpan time, int timers)
    {
        await UntilWaitingAsync(timers);
        _real.Advance(time);
        await UntilWaitingAsync(timers);
    }

    public async Task UntilWaitingAsync(int timers)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        do
        {
            Assert.False(patience.IsCancellationRequested, $"{Waiting} timers wait, not {timers}.");
            // Behind what has just been set free.
            await Task.Run(static () => { });
        }
        while (Waiting != timers);
    }

    private sealed class Watched(WatchedClock clock, TimerCallback callback, object? state) : ITimer
    {
        private ITimer? _timer;
        private bool _waits;

        public void Start(ITimer timer, TimeSpan dueTime, TimeSpan period)
        {
            _timer = timer;
            Change(dueTime, period);
        }

        public void Fire()
        {
            Set(false);
            callback(state);
        }

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            lock (clock._lock)
            {
                Set(dueTime != Timeout.InfiniteTimeSpan);
                clock._settings += dueTime != Timeout.InfiniteTimeSpan ? 1 : 0;
                return _timer!.Change(dueTime, period);
            }
        }

        public void Dispose()
        {
            Set(false);
            _timer!.Dispose();
        }

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }

        private void Set(bool waits)
        {
            lock (clock._lock)
            {
                clock._waiting += (waits ? 1 : 0) - (_waits ? 1 : 0);
                _waits = waits;
            }
        }
    }
}
