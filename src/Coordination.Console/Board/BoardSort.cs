using Coordination.Contracts.Live;

namespace Coordination.Console.Board;

/// <summary>The columns by which the board can be ordered.</summary>
internal enum BoardColumn
{
    Severity,
    Number,
    Tlp,
    Title,
    Institution,
    Status,
    Owner,
    Age,
    Escalation,
}

/// <summary>The order of the board. Total: two different lines are never equal, so that a line has one place.</summary>
internal sealed record BoardSort(BoardColumn Column, bool Backwards = false) : IComparer<BoardLine>
{
    /// <summary>What needs someone first: alarms, then the worst, of these what runs out first.</summary>
    public static readonly BoardSort Urgency = new(BoardColumn.Severity);

    /// <summary>The same column again turns the order round.</summary>
    public BoardSort By(BoardColumn column) => new(column, Column == column && !Backwards);

    public int Compare(BoardLine? x, BoardLine? y)
    {
        if (ReferenceEquals(x, y) || x is null || y is null)
        {
            return 0;
        }

        var order = ByColumn(x, y);
        if (order != 0)
        {
            return Backwards ? -order : order;
        }

        order = y.Incident.OpenedAt.CompareTo(x.Incident.OpenedAt);
        return order != 0 ? order : string.CompareOrdinal(x.Id.Value, y.Id.Value);
    }

    private int ByColumn(BoardLine x, BoardLine y) => Column switch
    {
        BoardColumn.Severity => ByUrgency(x, y),
        BoardColumn.Number => string.CompareOrdinal(y.Incident.Number, x.Incident.Number),
        BoardColumn.Tlp => y.Incident.Tlp.CompareTo(x.Incident.Tlp),
        BoardColumn.Title => string.Compare(x.Incident.Title, y.Incident.Title, StringComparison.OrdinalIgnoreCase),
        BoardColumn.Institution => ByText(InstitutionOf(x), InstitutionOf(y)),
        BoardColumn.Status => x.Incident.Status.CompareTo(y.Incident.Status),
        BoardColumn.Owner => ByText(x.Incident.Owner?.Name, y.Incident.Owner?.Name),
        BoardColumn.Escalation => ByDue(x, y),
        _ => y.Incident.OpenedAt.CompareTo(x.Incident.OpenedAt),
    };

    private static int ByUrgency(BoardLine x, BoardLine y)
    {
        var order = y.Alarm.CompareTo(x.Alarm);
        order = order != 0 ? order : y.Incident.Severity.CompareTo(x.Incident.Severity);
        return order != 0 ? order : ByDue(x, y);
    }

    private static int ByDue(BoardLine x, BoardLine y)
    {
        var order = y.Alarm.CompareTo(x.Alarm);
        return order != 0 ? order : (x.Due ?? DateTimeOffset.MaxValue).CompareTo(y.Due ?? DateTimeOffset.MaxValue);
    }

    private static string? InstitutionOf(BoardLine line) => line.Incident.Institutions is [var first, ..] ? first.Abbreviation : null;

    /// <summary>What is missing comes last.</summary>
    private static int ByText(string? x, string? y) => (x, y) switch
    {
        (null, null) => 0,
        (null, _) => 1,
        (_, null) => -1,
        _ => string.Compare(x, y, StringComparison.OrdinalIgnoreCase),
    };
}
