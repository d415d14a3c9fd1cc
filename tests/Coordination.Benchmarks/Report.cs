using System.Globalization;

namespace Coordination.Benchmarks;

/// <summary>A figure beside its limit from the same run.</summary>
/// <param name="Better">Whether it must be at least or at most the limit; null for one that only explains others.</param>
internal sealed record Figure(string Name, double Value, string Unit, double? Limit = null, Direction? Better = null)
{
    /// <summary>The definition that it belongs to, for example <c>B4</c>.</summary>
    public string? Definition { get; init; }

    /// <summary>What it should come to, beyond what it must.</summary>
    public double? Aim { get; init; }

    /// <summary>The smallest and the largest of the pairs whose median this is.</summary>
    public double? Least { get; init; }

    public double? Most { get; init; }

    public bool? Reached => Better switch
    {
        Direction.AtLeast => Value >= Limit,
        Direction.AtMost => Value <= Limit,
        _ => null,
    };
}

/// <summary>How one figure changes with how much there is, for the picture of the growth.</summary>
/// <param name="Name">What is measured.</param>
/// <param name="Points">Population and value, the smallest population first.</param>
internal sealed record Growth(string Name, string Unit, IReadOnlyList<GrowthPoint> Points);

internal sealed record GrowthPoint(long Population, double Value);

internal enum Direction
{
    AtLeast,
    AtMost,
}

/// <summary>Collects figures, prints them as a table in Markdown, and keeps them in a folder.</summary>
internal sealed class Report
{
    private readonly List<Figure> _figures = [];
    private readonly List<Growth> _growth = [];

    public bool AllReached => _figures.TrueForAll(figure => figure.Reached != false);

    public void Add(Figure figure) => _figures.Add(figure);

    public void AddGrowth(Growth growth) => _growth.Add(growth);

    /// <summary>The median of the pairs' ratios, product to anchor, with the smallest and the largest.</summary>
    public void AddRatio(string? definition, string name, IReadOnlyCollection<double> ratios, double limit, Direction better, double? aim = null)
        => Add(new(name, Median(ratios), "", limit, better) { Definition = definition, Aim = aim, Least = ratios.Min(), Most = ratios.Max() });

    /// <summary>The median of what was measured several times, only to explain.</summary>
    public void AddMedian(string? definition, string name, IEnumerable<double> values, string unit)
    {
        var all = values.ToArray();
        Add(new(name, Median(all), unit) { Definition = definition, Least = all.Min(), Most = all.Max() });
    }

    /// <summary>A line about what is under way.</summary>
    public static void Say(FormattableString text) => Console.WriteLine(text.ToString(CultureInfo.InvariantCulture));

    /// <summary>Prints the figures.</summary>
    public void Print()
    {
        Console.WriteLine();
        Console.WriteLine("| | figure | value | must (aim) | |");
        Console.WriteLine("| --- | --- | ---: | ---: | --- |");
        foreach (var one in _figures)
        {
            Console.WriteLine($"| {one.Definition} | {one.Name} | {ReportFiles.Value(one)} | {ReportFiles.Must(one)} | {one.Reached switch { true => "reached", false => "NOT reached", null => "" }} |");
        }
    }

    /// <summary>Keeps them in a folder: see <see cref="ReportFiles"/>.</summary>
    public void Write(string folder) => ReportFiles.Write(folder, Machine.Read(), _figures, _growth);

    public static double Median(IEnumerable<double> values)
    {
        var sorted = values.Order().ToArray();
        return sorted[sorted.Length / 2];
    }
}
