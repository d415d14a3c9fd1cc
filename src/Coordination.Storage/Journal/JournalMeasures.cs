using System.Diagnostics.Metrics;
using Coordination.Domain.Live;

namespace Coordination.Storage.Journal;

/// <summary>What the writer measures of itself: see <see cref="MeasureNames"/>. One for a store; without listeners it costs next to nothing.</summary>
public sealed class JournalMeasures
{
    private readonly Counter<long> _commits;
    private readonly Histogram<int> _size;
    private readonly Histogram<double> _duration;
    private readonly Counter<long> _failures;

    public JournalMeasures(IMeterFactory meters)
    {
        var meter = meters.Create(MeasureNames.Meter);
        _commits = meter.CreateCounter<long>(MeasureNames.Commits, "{commit}", "Commits written.");
        _size = meter.CreateHistogram(
            MeasureNames.GroupSize,
            "{commit}",
            "Commits written together in one transaction.",
            advice: new InstrumentAdvice<int> { HistogramBucketBoundaries = [1, 2, 4, 8, 16, 32, 64, 128, 256, 512] });
        _duration = meter.CreateHistogram(
            MeasureNames.GroupDuration,
            "s",
            "From the beginning of a group to its commit.",
            advice: new InstrumentAdvice<double> { HistogramBucketBoundaries = [0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10] });
        _failures = meter.CreateCounter<long>(MeasureNames.GroupFailures, "{group}", "Groups that failed and were tried again, halved or given up.");
        // Whoever watches for an increase needs a beginning.
        _failures.Add(0);
    }

    /// <param name="commits">How many were written; none in a group of leases and other small writes.</param>
    internal void Written(int commits, TimeSpan took)
    {
        _duration.Record(took.TotalSeconds);
        if (commits > 0)
        {
            _commits.Add(commits);
            _size.Record(commits);
        }
    }

    internal void Failed() => _failures.Add(1);
}
