using Coordination.Contracts.Incidents;
using Coordination.Contracts.Live;
using Coordination.Domain.Access;
using Coordination.Domain.Escalation;
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
        return new(
            (int)open.Sum(count => count.Count), Of(Severity.Critical), Of(Severity.High), Of(Severity.Medium), Of(Severity.Low),
            (int)unattributed.Sum(count => count.Count), (int)parked, (int)(health.Outbox?.Parked ?? 0), (int)alarms.Sum(count => count.Count));

        int Of(Severity severity) => (int)open.Where(count => Convert.ToInt32(count.Values[0], System.Globalization.CultureInfo.InvariantCulture) == (int)severity).Sum(count => count.Count);
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
