using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Coordination.Benchmarks;

/// <summary>Keeps the figures for machines and for people: <c>latest.json</c> with everything, <c>latest.md</c> with tables, <c>growth.svg</c> with the picture.</summary>
internal static class ReportFiles
{
    private const string Data = "latest.json";
    private const string Page = "latest.md";
    private const string Picture = "growth.svg";

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        WriteIndented = true,
        // It is a file, not a part of a page.
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase) },
    };

    public static void Write(string folder, Machine machine, IReadOnlyList<Figure> figures, IReadOnlyList<Growth> growth)
    {
        Directory.CreateDirectory(folder);
        File.WriteAllText(Path.Combine(folder, Data), JsonSerializer.Serialize(new { machine, figures, growth }, Json) + "\n");
        if (growth.Count > 0)
        {
            File.WriteAllText(Path.Combine(folder, Picture), GrowthPicture.Draw(growth));
        }

        File.WriteAllText(Path.Combine(folder, Page), Text(machine, figures, growth));
    }

    private static string Text(Machine machine, IReadOnlyList<Figure> figures, IReadOnlyList<Growth> growth)
    {
        var text = new StringBuilder();
        text.AppendLine("# Figures").AppendLine();
        text.AppendLine(CultureInfo.InvariantCulture, $"{machine}. Ratios are medians of pairs that ran in alternation, with the smallest and the largest.").AppendLine();
        text.AppendLine("| | figure | value | must (aim) | |").AppendLine("| --- | --- | ---: | ---: | --- |");
        foreach (var one in Ordered(figures).Where(one => one.Limit is not null))
        {
            text.AppendLine(CultureInfo.InvariantCulture, $"| {one.Definition} | {one.Name} | {Value(one)} | {Must(one)} | {(one.Reached == true ? "reached" : "**not reached**")} |");
        }

        if (growth.Count > 0)
        {
            text.AppendLine().AppendLine("What one operation costs with more incidents in the database, relative to the fewest:").AppendLine();
            text.AppendLine(CultureInfo.InvariantCulture, $"![Growth of cost with population]({Picture})").AppendLine();
            text.AppendLine("| | incidents | value |").AppendLine("| --- | ---: | ---: |");
            foreach (var (one, point) in growth.SelectMany(one => one.Points.Select(point => (one, point))))
            {
                text.AppendLine(CultureInfo.InvariantCulture, $"| {one.Name} | {point.Population:N0} | {Number(point.Value)} {one.Unit} |");
            }
        }

        text.AppendLine().AppendLine("## What explains them").AppendLine();
        text.AppendLine("| | figure | value |").AppendLine("| --- | --- | ---: |");
        foreach (var one in Ordered(figures).Where(one => one.Limit is null))
        {
            text.AppendLine(CultureInfo.InvariantCulture, $"| {one.Definition} | {one.Name} | {Value(one)} |");
        }

        return text.ToString();
    }

    public static string Must(Figure one)
    {
        var sign = one.Better == Direction.AtLeast ? "≥" : "≤";
        return one.Limit is not { } limit ? "" : one.Aim is { } aim ? $"{sign} {Number(limit)} ({Number(aim)})" : $"{sign} {Number(limit)}";
    }

    public static string Value(Figure one)
    {
        var value = $"{Number(one.Value)} {one.Unit}".Trim();
        return one is { Least: { } least, Most: { } most } ? $"{value} ({Number(least)}–{Number(most)})" : value;
    }

    private static string Number(double value) => value.ToString(Math.Abs(value) switch { >= 100 => "N0", >= 10 => "0.#", >= 0.1 => "0.##", _ => "0.###" }, CultureInfo.InvariantCulture);

    /// <summary>By definition, B9 before B10; those without one first.</summary>
    private static IEnumerable<Figure> Ordered(IEnumerable<Figure> figures)
        => figures.OrderBy(one => one.Definition is { } definition ? int.Parse(definition.AsSpan(1), CultureInfo.InvariantCulture) : 0);
}
