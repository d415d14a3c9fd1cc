using System.Globalization;
using System.Text;

namespace Coordination.Simulation.Machinery;

/// <summary>
/// The steps of an execution: the last ones to be shown, all of them as one number to be compared. Identifiers that the product makes by chance are
/// replaced by the order in which they appear, so that two executions of one seed are equal to the byte.
/// </summary>
internal sealed class Trace(bool keepAll)
{
    private const int Shown = 40;

    private readonly List<Line> _lines = [];
    private readonly Dictionary<string, int> _names = new(StringComparer.Ordinal);
    private int _first;

    /// <summary>Of all steps so far.</summary>
    public ulong Digest { get; private set; } = 14695981039346656037UL;

    public void Note(int step, DateTimeOffset now, What what, string? where, string? about, int detail)
    {
        var name = about is null ? 0 : NameOf(about);
        Mix((ulong)step);
        Mix((ulong)now.UtcTicks);
        Mix((ulong)what);
        Mix((ulong)name);
        Mix((ulong)(uint)detail);
        var line = new Line(step, now, what, where, about, name, detail);
        if (keepAll || _lines.Count < Shown)
        {
            _lines.Add(line);
        }
        else
        {
            _lines[_first] = line;
            _first = (_first + 1) % Shown;
        }
    }

    /// <summary>Takes something into the number that is not a step: what the journal holds in the end.</summary>
    public void Mix(ulong value) => Digest = (Digest ^ value) * 1099511628211UL;

    public void Mix(string text)
    {
        foreach (var character in text)
        {
            Mix(character);
        }
    }

    /// <summary>The last steps, or all where all were kept, one a line.</summary>
    public string Tail(int most = Shown)
    {
        var text = new StringBuilder();
        var skip = Math.Max(0, _lines.Count - most);
        for (var index = skip; index < _lines.Count; index++)
        {
            var line = _lines[(_first + index) % _lines.Count];
            text.Append(CultureInfo.InvariantCulture, $"{line.Step,6}  {line.Now:MM-dd HH:mm:ss.ffffff}  {line.Where,-5}  {line.What}");
            if (line.About is not null)
            {
                text.Append(CultureInfo.InvariantCulture, $"  {Label(line.About, line.Name)}");
            }

            text.AppendLine(line.Detail == 0 ? "" : string.Create(CultureInfo.InvariantCulture, $"  ({line.Detail})"));
        }

        return text.ToString();
    }

    public int NameOf(string about)
    {
        if (!_names.TryGetValue(about, out var name))
        {
            _names.Add(about, name = _names.Count + 1);
        }

        return name;
    }

    private static string Label(string about, int name)
        => string.Create(CultureInfo.InvariantCulture, $"#{name} {(about.Length > 90 ? about[..90] : about)}");

    private readonly record struct Line(int Step, DateTimeOffset Now, What What, string? Where, string? About, int Name, int Detail);
}
