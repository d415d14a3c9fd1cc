using System.Globalization;
using System.Text.Json;

namespace Coordination.Benchmarks;

/// <summary>A figure beside its limit from the same run.</summary>
/// <param name="Better">Whether it must be at least or at most the limit; null for one that only explains others.</param>
internal sealed record Figure(string Name, double Value, string Unit, double? Limit = null, Direction? Better = null)
{
    public bool? Reached => Better switch
    {
        Direction.AtLeast => Value >= Limit,
        Direction.AtMost => Value <= Limit,
        _ => null,
    };
}

internal enum Direction
{
    AtLeast,
    AtMost,
}

/// <summary>Collects figures and prints them as a table in Markdown, and for machines as JSON.</summary>
internal sealed class Report
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { WriteIndented = true };
    private readonly List<Figure> _figures = [];

    public bool AllReached => _figures.TrueForAll(figure => figure.Reached != false);

    public void Add(Figure figure) => _figures.Add(figure);

    /// <summary>A line about what is under way.</summary>
    public static void Say(FormattableString text) => Console.WriteLine(text.ToString(CultureInfo.InvariantCulture));

    public void Print(string? file)
    {
        Console.WriteLine();
        Console.WriteLine("| figure | value | limit | |");
        Console.WriteLine("| --- | ---: | ---: | --- |");
        foreach (var one in _figures)
        {
            var limit = one.Limit is { } bound ? $"{(one.Better == Direction.AtLeast ? "≥" : "≤")} {Number(bound)}" : "";
            Console.WriteLine($"| {one.Name} | {Number(one.Value)} {one.Unit} | {limit} | {one.Reached switch { true => "reached", false => "NOT reached", null => "" }} |");
        }

        if (file is not null)
        {
            File.WriteAllText(file, JsonSerializer.Serialize(new { at = TimeProvider.System.GetUtcNow(), cores = Environment.ProcessorCount, figures = _figures }, Json));
        }
    }

    public static double Median(IEnumerable<double> values)
    {
        var sorted = values.Order().ToArray();
        return sorted[sorted.Length / 2];
    }

    private static string Number(double value) => value.ToString(value is >= 100 or <= -100 ? "N0" : "0.##", CultureInfo.InvariantCulture);
}
