using System.Globalization;
using Coordination.Contracts.Escalation;
using Coordination.Contracts.Live;

namespace Coordination.Cli.Live;

/// <summary>How parts of a line of the board are written.</summary>
internal static class LineText
{
    public static string Institutions(BoardLine line) => line.Incident.Institutions switch
    {
        [] => "-",
        [var only] => only.Abbreviation,
        [var first, ..] all => $"{first.Abbreviation} +{all.Count - 1}",
    };

    public static string Owner(BoardLine line) => line.Incident.Owner?.Name ?? "-";

    public static string Countdown(BoardLine line, DateTimeOffset now)
        => line.Alarm ? "ALARM"
            : line.Due is { } due ? (due > now ? Span(due - now) : "due")
            : line.Escalation is { Status: EscalationStatus.Exhausted } ? "exhausted" : "-";

    /// <summary>The two greatest units: 45s, 3m 20s, 2h 5m, 4d 6h.</summary>
    public static string Span(TimeSpan span) => span switch
    {
        { Ticks: < 0 } => "0s",
        { TotalMinutes: < 1 } => string.Create(CultureInfo.InvariantCulture, $"{span.Seconds}s"),
        { TotalHours: < 1 } => string.Create(CultureInfo.InvariantCulture, $"{span.Minutes}m {span.Seconds}s"),
        { TotalDays: < 1 } => string.Create(CultureInfo.InvariantCulture, $"{span.Hours}h {span.Minutes}m"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{span.Days}d {span.Hours}h"),
    };

    /// <summary>What others wrote, without what a terminal would obey.</summary>
    public static string Plain(string text) => string.Concat(text.Select(character => char.IsControl(character) ? ' ' : character));

    public static string Time(DateTimeOffset at) => at.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss'Z'", CultureInfo.InvariantCulture);
}
