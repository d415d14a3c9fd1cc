using Coordination.Contracts.Incidents;
using Coordination.Contracts.Live;
using Coordination.Domain.Access;
using Coordination.Domain.Escalation;
using Coordination.Domain.Exchange;
using Coordination.Domain.Incidents;
using Coordination.Domain.Intake;
using Coordination.Domain.Journal;
using Coordination.Domain.Notification;

namespace Coordination.Host.Live;

/// <summary>Reads the board whole: what is open, what is being escalated, and what is counted instead of shown.</summary>
internal sealed class Board(IRows rows, SystemHealth health, Need need, Views views, TimeProvider clock)
{
    /// <summary>More lines than this help nobody; the list page has the rest.</summary>
    private const int MaxLines = 5_000;

    private const int Part = 1_000;

    public async Task<BoardView> ReadAsync(Viewer viewer, CancellationToken cancellationToken)
    {
        var lines = new List<Row<IncidentRow>>();
        string? cursor = null;
        do
        {
            var page = await need.ListAsync(viewer, new RowQuery(RowFilter.Is("closed", false), "updated_at", Descending: true, Part, cursor), cancellationToken);
            lines.AddRange(page.Rows);
            cursor = page.Next;
        }
        while (cursor is not null && lines.Count < MaxLines);

        var shown = lines.Select(line => $"incident/{line.Id}").ToHashSet(StringComparer.Ordinal);
        var running = await RunningAsync(cancellationToken);
        // First of these two: it reads what the counts need of the outbox.
        var system = await health.LookAsync(cancellationToken);
        return new(
            clock.GetUtcNow(),
            await views.SummariesAsync(viewer, lines, cancellationToken),
            [.. running.Where(row => shown.Contains(row.Value.Subject)).Select(Views.Escalation)],
            await CountsAsync(cancellationToken),
            system);
    }

    /// <summary>The same for all who read cases: what is restricted is not counted, not even for those who see it.</summary>
    public async Task<BoardCounts> CountsAsync(CancellationToken cancellationToken)
    {
        var open = await rows.CountAsync(IncidentRows.Lines, RowFilter.Is("closed", false) & Need.ForStaff, ["severity"], cancellationToken);
        var unattributed = await rows.CountAsync(IntakeKind.Unattributed, null, [], cancellationToken);
        var alarms = await rows.CountAsync(EscalationKind.Table, RowFilter.Is("alarm", true), [], cancellationToken);
        var parked = await rows.SumAsync(NotificationKind.Table, "parked", new Compare("parked", Comparison.Greater, 0), cancellationToken);
        var (late, soon) = await RequestsAsync(cancellationToken);
        return new(
            (int)open.Sum(count => count.Count), Of(Severity.Critical), Of(Severity.High), Of(Severity.Medium), Of(Severity.Low),
            (int)unattributed.Sum(count => count.Count), (int)parked, (int)(health.Outbox?.Parked ?? 0), (int)alarms.Sum(count => count.Count))
        {
            RequestsOverdue = late,
            RequestsDueSoon = soon,
        };

        int Of(Severity severity) => (int)open.Where(count => Convert.ToInt32(count.Values[0], System.Globalization.CultureInfo.InvariantCulture) == (int)severity).Sum(count => count.Count);
    }

    /// <summary>The requests to and from partners whose answer is late, and those whose will be soon; of those about an incident only what all who read cases see.</summary>
    private async Task<(int Late, int Soon)> RequestsAsync(CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        var due = (await rows.ListAsync(
            EnquiryRows.Lines, new RowQuery(new Compare("soon_at", Comparison.NotEqual, null) & new Compare("soon_at", Comparison.LessOrEqual, now), "soon_at", Limit: Part), cancellationToken)).Rows;
        var about = due.Select(row => row.Value.About?.Value).OfType<string>().Distinct().ToArray();
        var open = about.Length == 0 ? [] : (await rows.FindManyAsync(IncidentRows.Lines, about, cancellationToken)).Where(row => row.Value.RestrictedTo is null).Select(row => row.Id).ToHashSet(StringComparer.Ordinal);
        var counted = due.Where(row => row.Value.About is not { } id || open.Contains(id.Value)).ToArray();
        return (counted.Count(row => row.Value.Overdue(now)), counted.Count(row => row.Value.DueSoon(now)));
    }

    private async Task<IReadOnlyList<Row<EscalationRow>>> RunningAsync(CancellationToken cancellationToken)
    {
        var page = await rows.ListAsync(
            EscalationKind.Table,
            new RowQuery(new AnyValue("status", [Contracts.Escalation.EscalationStatus.Running, Contracts.Escalation.EscalationStatus.Exhausted]), "started_at", Descending: true, MaxLines),
            cancellationToken);
        return page.Rows;
    }
}
