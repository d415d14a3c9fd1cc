namespace Coordination.Console.Live;

/// <summary>The server's time: countdowns must not depend on the clock of the officer's machine.</summary>
internal sealed class ServerClock(TimeProvider clock)
{
    private TimeSpan _offset;

    public DateTimeOffset Now => clock.GetUtcNow() + _offset;

    /// <summary>How far this machine's clock is from the server's.</summary>
    public TimeSpan Offset => _offset;

    /// <summary>The server has just said what time it is.</summary>
    public void Hear(DateTimeOffset serverNow) => _offset = serverNow - clock.GetUtcNow();
}
