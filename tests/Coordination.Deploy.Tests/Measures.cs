using System.Reflection;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using Coordination.Domain.Live;

namespace Coordination.Deploy.Tests;

/// <summary>One of the product's measures, as Prometheus names it.</summary>
internal sealed record Measure(string Constant, string Name, string Kind, bool Seconds, string Comment)
{
    /// <summary>Dots become underscores, the unit and a counter's <c>_total</c> are added, a histogram becomes three series.</summary>
    public IEnumerable<string> Series
    {
        get
        {
            var name = Name.Replace('.', '_') + (Seconds ? "_seconds" : "");
            return Kind switch
            {
                "Counter" => [$"{name}_total"],
                "Gauge" => [name],
                "Histogram" => [$"{name}_bucket", $"{name}_sum", $"{name}_count"],
                _ => throw new InvalidDataException($"{Constant} does not say in its comment whether it is a counter, a gauge or a histogram."),
            };
        }
    }

    /// <summary>The names of its tags, and the values where its comment lists them.</summary>
    public IReadOnlyDictionary<string, string[]> Tags
    {
        get
        {
            var tags = Texts.Tag().Matches(Comment).ToDictionary(match => match.Groups[1].Value, _ => Array.Empty<string>());
            if (Texts.Values().Match(Comment) is { Success: true } values)
            {
                tags[Texts.Tag().Matches(Comment)[^1].Groups[1].Value] = values.Groups[1].Value.Split(", ");
            }

            return tags;
        }
    }
}

/// <summary>All measures, from the constants that name them and the comments that say what they are.</summary>
internal static class Measures
{
    /// <summary>Made by ASP.NET Core, not by us: how many requests, by route and status.</summary>
    public const string Requests = "http_server_request_duration_seconds_count";

    public static IReadOnlyList<Measure> All { get; } = Read();

    public static Measure? OfSeries(string series) => All.FirstOrDefault(measure => measure.Series.Contains(series));

    private static List<Measure> Read()
    {
        var comments = XDocument.Load(Path.Combine(AppContext.BaseDirectory, "Coordination.Domain.xml")).Descendants("member")
            .ToDictionary(member => (string)member.Attribute("name")!, member => member.Element("summary") is { } summary ? string.Concat(summary.Nodes().Select(Plain)) : "");
        return [.. from field in typeof(MeasureNames).GetFields(BindingFlags.Public | BindingFlags.Static)
                   where field.Name != nameof(MeasureNames.Meter)
                   let comment = comments[$"F:{typeof(MeasureNames).FullName}.{field.Name}"]
                   let head = Texts.Head().Match(comment)
                   select new Measure(field.Name, (string)field.GetRawConstantValue()!, head.Groups[1].Value, head.Groups[2].Success, comment)];
    }

    private static string Plain(XNode node) => node switch
    {
        XElement { Name.LocalName: "c" } code => $"`{code.Value}`",
        XText words => words.Value,
        _ => "",
    };
}

internal static partial class Texts
{
    [GeneratedRegex(@"^\s*(Counter|Gauge|Histogram)(, seconds)?\b")]
    public static partial Regex Head();

    [GeneratedRegex("`([a-z]+)`")]
    public static partial Regex Tag();

    [GeneratedRegex(@"\(([a-z]+(?:, [a-z]+)+)\)")]
    public static partial Regex Values();
}
