using System.Globalization;
using Coordination.Domain.Intake;
using Coordination.Domain.Journal;
using Coordination.Grains.Journal;

namespace Coordination.Grains.Retention;

/// <summary>The streams of the intake. A lane of a source's day holds the alerts of many cases; it is destroyed when nothing of anybody's is left in it, and its day is over.</summary>
internal sealed class Lanes(IRows rows, Destruction destruction, TimeProvider clock)
{
    /// <summary>Who is late by a clock that is wrong must still find it.</summary>
    private static readonly TimeSpan AfterItsDay = TimeSpan.FromHours(1);

    /// <summary>Destroys those that are empty. Returns how many, and those that are left.</summary>
    public async Task<(int Destroyed, IReadOnlyList<StreamId> Left)> DestroyEmptyAsync(IEnumerable<StreamId> lanes, CancellationToken cancellationToken)
    {
        var (destroyed, left) = (0, new List<StreamId>());
        foreach (var lane in lanes.Distinct())
        {
            if (IsOver(lane) && await IsEmptyAsync(lane, cancellationToken))
            {
                destroyed += await destruction.OfAsync(lane, cancellationToken);
            }
            else
            {
                left.Add(lane);
            }
        }

        return (destroyed, left);
    }

    private bool IsOver(StreamId lane) => clock.GetUtcNow() >= DayOf(lane).AddDays(1) + AfterItsDay;

    private async Task<bool> IsEmptyAsync(StreamId lane, CancellationToken cancellationToken)
    {
        var own = RowFilter.Is("stream", lane.Value);
        if (await AnyAsync(IntakeKind.Alerts, own, cancellationToken) || await AnyAsync(IntakeKind.Repeats, own, cancellationToken))
        {
            return false;
        }

        // An alert that an officer gave to an institution has its row from that decision; its original is here all the same.
        var day = DayOf(lane);
        var attributed = new AllOf([
            RowFilter.Is("source", lane.Key.Split('/')[0]), new Compare("received_at", Comparison.GreaterOrEqual, day), new Compare("received_at", Comparison.Less, day.AddDays(1)),
            new Compare("stream", Comparison.GreaterOrEqual, "attribution/"), new Compare("stream", Comparison.Less, "attribution0"),
        ]);
        var number = int.Parse(lane.Value[(lane.Value.LastIndexOf('/') + 1)..], CultureInfo.InvariantCulture);
        await foreach (var row in rows.AllAsync(IntakeKind.Alerts, attributed, cancellationToken))
        {
            if (Fingerprint.Lane(row.Value.Id, IntakeKind.Lanes) == number)
            {
                return false;
            }
        }

        return true;
    }

    private async Task<bool> AnyAsync<TRow>(RowTable<TRow> table, RowFilter filter, CancellationToken cancellationToken) where TRow : class
        => (await rows.ListAsync(table, new RowQuery(filter, Limit: 1), cancellationToken)).Rows.Count > 0;

    /// <summary><c>intake/{source}/{day}/{n}</c></summary>
    private static DateTimeOffset DayOf(StreamId lane)
        => DateTimeOffset.ParseExact(lane.Key.Split('/')[^2], "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal);
}
