using System.Globalization;
using System.Text;
using System.Xml.Linq;

namespace Coordination.Benchmarks;

/// <summary>
/// A line for each series: its value relative to the smallest population, over the population, which grows tenfold from mark to mark. The dashed line is what is allowed: 1.2 times
/// for each tenfold. Lines are told apart by their ends, where their names stand, as well as by colour; it is drawn to be read on a light and on a dark page.
/// </summary>
internal static class GrowthPicture
{
    private const double Width = 760;
    private const double Height = 340;
    private const double Left = 56;
    private const double Right = 290;
    private const double Top = 34;
    private const double Bottom = 44;
    private const double PerTenfold = 1.2;
    private const double LineHeight = 15;

    private static readonly string[] Colours = ["#2f7ed8", "#d9822b", "#2e9e6b", "#b44fc0", "#c8453b", "#6b7bd6", "#8a8f2a", "#1b9aaa"];

    public static string Draw(IReadOnlyList<Growth> all)
    {
        var series = all.Where(one => one.Points.Count > 1 && one.Points[0].Value > 0).ToArray();
        var populations = series.SelectMany(one => one.Points).Select(point => (double)point.Population).Append(1_000).ToArray();
        var (fewest, most) = (Math.Floor(Math.Log10(populations.Min())), Math.Ceiling(Math.Log10(Math.Max(populations.Max(), populations.Min() * 10))));
        var highest = Math.Ceiling(series.SelectMany(one => one.Points.Select(point => point.Value / one.Points[0].Value)).Append(Math.Pow(PerTenfold, most - fewest)).Max() * 10.5) / 10;

        var svg = new StringBuilder();
        svg.AppendLine(CultureInfo.InvariantCulture, $"""<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {Width} {Height}" font-family="system-ui, sans-serif" font-size="12" role="img" aria-label="Cost of an operation over the number of incidents, relative to the fewest">""");
        svg.AppendLine("""
            <style>
              text { fill: #57606a } .axis { stroke: #8b949e } .grid { stroke: #8b949e; stroke-opacity: .25 } .allowed { stroke: #8b949e; stroke-dasharray: 5 4; fill: none }
              @media (prefers-color-scheme: dark) { text { fill: #a8b1bb } }
            </style>
            """);
        svg.AppendLine(CultureInfo.InvariantCulture, $"""<text x="{Left}" y="18">cost of an operation, relative to the fewest incidents</text>""");
        DrawGrid(svg);
        Line(svg, "class=\"allowed\"", [(Math.Pow(10, fewest), 1), (Math.Pow(10, most), Math.Pow(PerTenfold, most - fewest))]);
        var names = new List<(double Y, string Name, string Colour)> { (Y(Math.Pow(PerTenfold, most - fewest)), "allowed: 1.2 for each tenfold", "#8b949e") };
        foreach (var (index, one) in series.Index())
        {
            var colour = Colours[index % Colours.Length];
            var points = one.Points.Select(point => ((double)point.Population, point.Value / one.Points[0].Value)).ToArray();
            Line(svg, $"fill=\"none\" stroke=\"{colour}\" stroke-width=\"2\"", points);
            foreach (var (population, value) in points)
            {
                svg.AppendLine(CultureInfo.InvariantCulture, $"""<circle cx="{X(population):0.#}" cy="{Y(value):0.#}" r="3" fill="{colour}"/>""");
            }

            names.Add((Y(points[^1].Item2), string.Create(CultureInfo.InvariantCulture, $"{one.Name}: {points[^1].Item2:0.00}"), colour));
        }

        DrawNames(svg, names);
        return svg.AppendLine("</svg>").ToString();

        double X(double population) => Left + ((Math.Log10(population) - fewest) / (most - fewest) * (Width - Left - Right));
        double Y(double value) => Height - Bottom - (value / highest * (Height - Top - Bottom));

        void Line(StringBuilder to, string style, IEnumerable<(double Population, double Value)> points)
            => to.AppendLine(CultureInfo.InvariantCulture, $"""<polyline {style} points="{string.Join(' ', points.Select(point => string.Create(CultureInfo.InvariantCulture, $"{X(point.Population):0.#},{Y(point.Value):0.#}")))}"/>""");

        void DrawGrid(StringBuilder to)
        {
            var step = highest > 4 ? 1 : 0.5;
            for (var value = 0.0; value <= highest; value += step)
            {
                to.AppendLine(CultureInfo.InvariantCulture, $"""<line class="{(value == 0 ? "axis" : "grid")}" x1="{Left}" x2="{Width - Right}" y1="{Y(value):0.#}" y2="{Y(value):0.#}"/><text x="{Left - 8}" y="{Y(value) + 4:0.#}" text-anchor="end">{value:0.#}</text>""");
            }

            for (var tenfold = fewest; tenfold <= most; tenfold++)
            {
                to.AppendLine(CultureInfo.InvariantCulture, $"""<text x="{X(Math.Pow(10, tenfold)):0.#}" y="{Height - Bottom + 18}" text-anchor="middle">{Math.Pow(10, tenfold):N0}</text>""");
            }

            to.AppendLine(CultureInfo.InvariantCulture, $"""<text x="{(Left + Width - Right) / 2}" y="{Height - 8}" text-anchor="middle">incidents in the database</text>""");
        }
    }

    /// <summary>Each beside the end of its line, moved down where the one above needs the place.</summary>
    private static void DrawNames(StringBuilder svg, List<(double Y, string Name, string Colour)> names)
    {
        var free = double.MinValue;
        foreach (var (y, name, colour) in names.OrderBy(one => one.Y))
        {
            var at = Math.Max(y, free);
            free = at + LineHeight;
            svg.AppendLine(CultureInfo.InvariantCulture, $"""<line x1="{Width - Right + 4}" y1="{y:0.#}" x2="{Width - Right + 18}" y2="{at:0.#}" stroke="{colour}"/><text x="{Width - Right + 22}" y="{at + 4:0.#}">{new XText(name)}</text>""");
        }
    }
}
