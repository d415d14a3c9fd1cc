namespace Coordination.Storage.Journal;

/// <summary>Moments as storage keeps them: microseconds since 1970, UTC.</summary>
public static class Microseconds
{
    /// <summary>The moment in microseconds; what is finer is cut off.</summary>
    public static long Of(DateTimeOffset moment) => Math.DivRem(moment.UtcTicks - DateTimeOffset.UnixEpoch.Ticks, TimeSpan.TicksPerMicrosecond, out var rest) - (rest < 0 ? 1 : 0);

    /// <summary>The moment that was kept.</summary>
    public static DateTimeOffset ToMoment(long microseconds) => DateTimeOffset.UnixEpoch.AddTicks(microseconds * TimeSpan.TicksPerMicrosecond);
}
