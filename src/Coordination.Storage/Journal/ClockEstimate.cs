namespace Coordination.Storage.Journal;

/// <summary>What the database's clock said.</summary>
/// <param name="At">The machine's timestamp to which it belongs.</param>
/// <param name="Uncertainty">It may be wrong by so much in either direction.</param>
internal sealed record ClockReading(long At, DateTimeOffset Time, TimeSpan Uncertainty);

/// <summary>
/// Where the database's clock stands, going by its last reading, and how fast it runs by the machine's monotonic clock. A speed is believed when two
/// intervals in a row show it, and then the more moderate of the two: a database whose clock was set once looks like another speed for one interval only.
/// </summary>
internal sealed class ClockEstimate(ClockReading last, double rate = 1, double lastDeviation = 0)
{
    /// <summary>What differs more is no crystal and no machine under load, but something that must not be followed.</summary>
    private const double LargestDeviation = 0.5;

    /// <summary>An interval that is shorter says nothing about speed.</summary>
    private static readonly TimeSpan ShortestInterval = TimeSpan.FromMilliseconds(500);

    public ClockReading Last { get; } = last;

    /// <summary>How much of the database's time passes in a second of the machine's.</summary>
    public double Rate { get; } = rate;

    /// <summary>The database's time, so long after the last reading.</summary>
    public DateTimeOffset After(TimeSpan elapsed) => Last.Time + (elapsed * Rate);

    /// <param name="elapsed">From the last reading to this one.</param>
    public ClockEstimate Next(ClockReading reading, TimeSpan elapsed)
    {
        if (elapsed < ShortestInterval)
        {
            return new(reading, Rate, lastDeviation);
        }

        var deviation = ((reading.Time - Last.Time) / elapsed) - 1;
        var noise = (reading.Uncertainty + Last.Uncertainty) / elapsed;
        if (Math.Abs(deviation) <= noise || Math.Abs(deviation) > LargestDeviation)
        {
            deviation = 0;
        }

        var agreed = Math.Sign(deviation) != Math.Sign(lastDeviation) ? 0
            : Math.Abs(deviation) < Math.Abs(lastDeviation) ? deviation
            : lastDeviation;
        return new(reading, 1 + agreed, deviation);
    }
}
