namespace Coordination.Console.Live;

/// <summary>One timer for everything on the screen that changes with time: once a second, and a sign of life after a sleep.</summary>
internal sealed class Ticker : IDisposable
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    /// <summary>A timer of one second that comes later than this has slept.</summary>
    private static readonly TimeSpan Drift = TimeSpan.FromSeconds(5);

    private readonly TimeProvider _clock;
    private readonly ITimer _timer;
    private DateTimeOffset _last;

    public Ticker(TimeProvider clock)
    {
        _clock = clock;
        _last = clock.GetUtcNow();
        _timer = clock.CreateTimer(_ => Tick(), null, Second, Second);
    }

    /// <summary>A second has passed.</summary>
    public event Action? Ticked;

    /// <summary>The machine, or this tab, has slept.</summary>
    public event Action? Woke;

    public void Dispose() => _timer.Dispose();

    private void Tick()
    {
        // Wall-clock time on purpose: a monotonic clock stands still while a laptop sleeps.
        var now = _clock.GetUtcNow();
        var slept = now - _last > Drift;
        _last = now;
        if (slept)
        {
            Woke?.Invoke();
        }

        Ticked?.Invoke();
    }
}
