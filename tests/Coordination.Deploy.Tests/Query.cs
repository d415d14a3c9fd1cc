using System.Text.RegularExpressions;

namespace Coordination.Deploy.Tests;

/// <summary>What a query of Prometheus names: series, and labels with the values that they are compared with.</summary>
internal sealed partial record Query(string Text, IReadOnlyList<string> Series, IReadOnlyList<(string Series, string Label, string Value)> Compared, IReadOnlyList<string> Grouped)
{
    private static readonly string[] Words = ["and", "or", "unless", "offset", "by", "without", "on", "ignoring", "group_left", "group_right", "bool"];

    public static Query Read(string text)
    {
        var compared = new List<(string, string, string)>();
        var rest = Selector().Replace(text, selector =>
        {
            compared.AddRange(Comparison().Matches(selector.Groups[2].Value).Select(one => (selector.Groups[1].Value, one.Groups[1].Value, one.Groups[2].Value)));
            return selector.Groups[1].Value;
        });
        var grouped = Grouping().Matches(rest).SelectMany(match => match.Groups[1].Value.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)).ToArray();
        rest = Window().Replace(Grouping().Replace(rest, " "), " ");
        return new(text, [.. Name().Matches(rest).Select(match => match.Value).Except(Words).Distinct()], compared, grouped);
    }

    /// <summary>What in it is not the product's: a series that is no measure, a tag that the measure does not have, a value that the tag never has.</summary>
    public IEnumerable<string> Wrongs()
    {
        foreach (var series in Series.Where(series => Measures.OfSeries(series) is null && series != Measures.Requests))
        {
            yield return $"{series} is no measure: {Text}";
        }

        foreach (var (series, label, value) in Compared.Where(one => one.Label is not ("instance" or "job" or "le") && one.Series != Measures.Requests))
        {
            if (Measures.OfSeries(series)?.Tags.TryGetValue(label, out var values) is not true)
            {
                yield return $"{series} has no tag {label}";
            }
            else if (values!.Length > 0 && !values.Contains(value))
            {
                yield return $"{label} of {series} is never '{value}'";
            }
        }

        var tags = Series.Select(Measures.OfSeries).OfType<Measure>().SelectMany(measure => measure.Tags.Keys).ToHashSet();
        foreach (var label in Grouped.Where(label => label is not ("instance" or "job" or "le") && !tags.Contains(label)))
        {
            yield return $"nothing in it has a tag {label}: {Text}";
        }
    }

    [GeneratedRegex("""([a-z_:]+)\{((?:[^{}"]|"[^"]*")*)\}""")]
    private static partial Regex Selector();

    [GeneratedRegex("""(\w+)\s*(?:=~|!~|!=|=)\s*"([^"]*)\x22""")]
    private static partial Regex Comparison();

    [GeneratedRegex(@"\b(?:by|without|on|ignoring)\s*\(([^)]*)\)")]
    private static partial Regex Grouping();

    [GeneratedRegex(@"\[[^\]]*\]")]
    private static partial Regex Window();

    /// <summary>A name that nothing is handed to is no function; what begins with a digit is a number or a time.</summary>
    [GeneratedRegex(@"\b[a-zA-Z_:][\w:]*\b(?!\s*\()")]
    private static partial Regex Name();
}
