using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Coordination.Contracts.Advisories;

namespace Coordination.Connectors.Csaf;

/// <summary>
/// What CSAF 2.0 has no member for, written as notes and threats in sentences of fixed shape, so that this program reads its own documents back
/// without a loss and people read them as they are.
/// </summary>
internal static partial class CsafNotes
{
    public const string Cvss40Title = "CVSS 4.0";
    public const string EpssTitle = "EPSS";
    public const string KeywordsTitle = "Keywords";
    public const string CallTitle = "Call for action";

    public static JsonObject Note(string category, string? title, string text)
    {
        var note = new JsonObject { ["category"] = category, ["text"] = text };
        if (!string.IsNullOrWhiteSpace(title))
        {
            note["title"] = title;
        }

        return note;
    }

    public static string Of(Cvss40 score) => string.Create(CultureInfo.InvariantCulture, $"{score.Vector} {score.Score:0.0}");

    public static Cvss40? Cvss40Of(string text)
        => text.Split(' ') is [var vector, var score] && Cvss40Vector.Wrong(vector) is null && decimal.TryParse(score, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var read) && read <= 10 ? new(vector, read) : null;

    public static string Of(Epss epss) => string.Create(
        CultureInfo.InvariantCulture, $"Probability {epss.Score}{(epss.Percentile is { } percentile ? string.Create(CultureInfo.InvariantCulture, $", percentile {percentile}") : "")}, given on {epss.Date:yyyy-MM-dd}.");

    public static Epss? EpssOf(string text)
        => EpssPattern().Match(text) is { Success: true } match && Number(match, 1) is { } score && Day(match.Groups[3].Value) is { } day ? new(score, day, Number(match, 2)) : null;

    public static string Of(KevMark mark)
        => $"Listed by the {(mark.Catalogue == KevCatalogue.Cisa ? "CISA" : "EU")} catalogue of known exploited vulnerabilities on {Text(mark.Date)}"
            + $"{(mark.DueDate is { } due ? $", to be mended by {Text(due)}" : "")}{(mark.Ransomware ? ", used for ransomware" : "")}. Read at: {mark.Origin}";

    public static KevMark? KevOf(string text)
        => KevPattern().Match(text) is { Success: true } match && Day(match.Groups[2].Value) is { } day
            ? new(match.Groups[1].Value == "CISA" ? KevCatalogue.Cisa : KevCatalogue.Eu, day, match.Groups[5].Value, Day(match.Groups[3].Value), match.Groups[4].Success)
            : null;

    /// <summary>When an action is due, as a sentence.</summary>
    public static string Of(Deadline deadline)
        => deadline.Date is { } day ? $"Due by {Text(day)}." : string.Create(CultureInfo.InvariantCulture, $"Due within {deadline.Hours} hours after this advisory was received.");

    /// <summary>Takes the sentence of a deadline off the end of a text.</summary>
    public static (string Text, Deadline? Deadline) Divide(string text)
    {
        var match = DuePattern().Match(text);
        return !match.Success ? (text, null)
            : Day(match.Groups[2].Value) is { } day ? (text[..match.Index], new(Date: day))
            : int.TryParse(match.Groups[1].Value, NumberStyles.None, CultureInfo.InvariantCulture, out var hours) ? (text[..match.Index], new(hours))
            : (text, null);
    }

    /// <summary>A text with the sentence of its deadline at the end.</summary>
    public static string With(string text, Deadline? deadline) => deadline is null ? text : $"{text}\n\n{Of(deadline)}";

    private static string Text(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    private static DateOnly? Day(string text) => DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) ? day : null;

    private static decimal? Number(Match match, int group)
        => match.Groups[group].Success && decimal.TryParse(match.Groups[group].Value, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number) && number <= 1 ? number : null;

    [GeneratedRegex(@"^Probability ([0-9.]{1,30})(?:, percentile ([0-9.]{1,30}))?, given on (\d{4}-\d{2}-\d{2})\.$")]
    private static partial Regex EpssPattern();

    [GeneratedRegex(@"^Listed by the (CISA|EU) catalogue of known exploited vulnerabilities on (\d{4}-\d{2}-\d{2})(?:, to be mended by (\d{4}-\d{2}-\d{2}))?(, used for ransomware)?\. Read at: (.*)\z", RegexOptions.Singleline)]
    private static partial Regex KevPattern();

    [GeneratedRegex(@"\n\nDue (?:within (\d{1,4}) hours after this advisory was received|by (\d{4}-\d{2}-\d{2}))\.\z")]
    private static partial Regex DuePattern();
}
