using System.Diagnostics.Metrics;
using Coordination.Contracts.Institutions;
using Coordination.Domain.Journal;
using Coordination.Domain.Live;

namespace Coordination.Grains.Journal;

/// <summary>What became of an attempt to deliver.</summary>
public enum AttemptOutcome
{
    /// <summary>The next system has taken it.</summary>
    Sent,

    /// <summary>It did not work; it is tried again, unless that has been done often enough.</summary>
    Failed,

    /// <summary>It cannot work, so it is not tried again.</summary>
    Refused,

    /// <summary>It was no longer wanted, before or while it was sent.</summary>
    Withdrawn,
}

/// <summary>What dispatching, sending and following the journal measure of themselves: see <see cref="MeasureNames"/>.</summary>
public sealed class Measures
{
    private static readonly string[] Outcomes = [.. Enum.GetNames<AttemptOutcome>().Select(name => name.ToLowerInvariant())];

    private readonly TimeProvider _clock;
    private readonly Histogram<double> _lateness;
    private readonly Counter<long> _attempts;
    private readonly Histogram<double> _lag;

    public Measures(IMeterFactory meters, TimeProvider clock)
    {
        _clock = clock;
        var meter = meters.Create(MeasureNames.Meter);
        _lateness = meter.CreateHistogram(
            MeasureNames.EscalationLateness,
            "s",
            "From when a step of an escalation was due to when it was recorded.",
            advice: new InstrumentAdvice<double> { HistogramBucketBoundaries = [0.05, 0.1, 0.25, 0.5, 1, 2, 5, 10, 30, 60] });
        _attempts = meter.CreateCounter<long>(MeasureNames.DeliveryAttempts, "{attempt}", "Attempts to deliver, by channel and outcome.");
        _lag = meter.CreateHistogram(
            MeasureNames.FeedLag,
            "s",
            "From the decision of a change to when this process tells its consoles.",
            advice: new InstrumentAdvice<double> { HistogramBucketBoundaries = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30] });
    }

    /// <summary>A step that was due then has just been recorded.</summary>
    public void StepRecorded(DateTimeOffset due) => _lateness.Record(Since(due));

    public void Attempted(Channel channel, AttemptOutcome outcome)
        => _attempts.Add(1, new("channel", channel == Channel.Mail ? "mail" : "webhook"), new("outcome", Outcomes[(int)outcome]));

    /// <summary>These changes have just been told.</summary>
    public void Told(IReadOnlyList<FeedEntry> entries)
    {
        if (_lag.Enabled)
        {
            foreach (var entry in entries)
            {
                _lag.Record(Since(entry.At));
            }
        }
    }

    /// <summary>The clocks of two processes differ a little: what another has just written may seem to come from the future.</summary>
    private double Since(DateTimeOffset moment) => Math.Max(0, (_clock.GetUtcNow() - moment).TotalSeconds);
}
