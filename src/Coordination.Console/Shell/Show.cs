using System.Globalization;
using Coordination.Contracts;
using Coordination.Contracts.Incidents;

namespace Coordination.Console.Shell;

/// <summary>How values are written for people.</summary>
internal static class Show
{
    /// <summary>How long ago, in the greatest unit that says something: <c>12 s</c>, <c>5 min</c>, <c>3 h</c>, <c>2 d</c>.</summary>
    public static string Age(TimeSpan age) => age switch
    {
        { TotalSeconds: < 5 } => "now",
        { TotalMinutes: < 1 } => Number(age.TotalSeconds, "s"),
        { TotalHours: < 1 } => Number(age.TotalMinutes, "min"),
        { TotalHours: < 48 } => Number(age.TotalHours, "h"),
        { TotalDays: < 1000 } => Number(age.TotalDays, "d"),
        _ => Number(age.TotalDays / 365.25, "y"),
    };

    /// <summary>Time left as <c>hh:mm:ss</c>, with a minus sign when it is over.</summary>
    public static string Countdown(TimeSpan left)
    {
        // Rounded up: "00:00:01" until the very moment, and never minus zero.
        var seconds = (long)Math.Ceiling(left.TotalSeconds);
        var all = Math.Abs(seconds);
        return string.Create(CultureInfo.InvariantCulture, $"{(seconds < 0 ? "−" : "")}{all / 3600:00}:{all / 60 % 60:00}:{all % 60:00}");
    }

    /// <summary>Date and time to the second, in the officer's zone, as ISO 8601 writes it.</summary>
    public static string Moment(DateTimeOffset at) => at.ToLocalTime().ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture);

    /// <summary>The time only.</summary>
    public static string Clock(DateTimeOffset at) => at.ToLocalTime().ToString("HH:mm:ss", CultureInfo.InvariantCulture);

    public static string Utc(DateTimeOffset at) => at.ToUniversalTime().ToString("yyyy-MM-dd HH:mm:ss'Z'", CultureInfo.InvariantCulture);

    public static string Name(IncidentStatus status) => status == IncidentStatus.InProgress ? "In progress" : status.ToString();

    /// <summary>A shape for each severity, so that colour never stands alone.</summary>
    public static string Shape(Severity severity) => severity switch
    {
        Severity.Critical => "▲",
        Severity.High => "●",
        Severity.Medium => "■",
        _ => "▽",
    };

    /// <summary>The name of a style, for example <c>sev-high</c>.</summary>
    public static string Style(Severity severity) => severity switch
    {
        Severity.Critical => "sev-critical",
        Severity.High => "sev-high",
        Severity.Medium => "sev-medium",
        _ => "sev-low",
    };

    public static string Style(Tlp tlp) => tlp switch
    {
        Tlp.Clear => "tlp-clear",
        Tlp.Green => "tlp-green",
        Tlp.Amber or Tlp.AmberStrict => "tlp-amber",
        _ => "tlp-red",
    };

    public static string Class(string classification)
        => Rsit.TryRead(classification, out var type) ? type.Label : classification;

    public static string Plural(long count, string one, string? many = null)
        => string.Create(CultureInfo.InvariantCulture, $"{count:N0} {(count == 1 ? one : many ?? one + "s")}");

    /// <summary>A size as people say it: <c>512 B</c>, <c>3.4 kB</c>, <c>25 MB</c>.</summary>
    public static string Bytes(long bytes) => bytes switch
    {
        < 1_000 => string.Create(CultureInfo.InvariantCulture, $"{bytes} B"),
        < 1_000_000 => string.Create(CultureInfo.InvariantCulture, $"{bytes / 1e3:0.#} kB"),
        < 1_000_000_000 => string.Create(CultureInfo.InvariantCulture, $"{bytes / 1e6:0.#} MB"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{bytes / 1e9:0.##} GB"),
    };

    private static string Number(double value, string unit) => string.Create(CultureInfo.InvariantCulture, $"{(long)value} {unit}");
}
