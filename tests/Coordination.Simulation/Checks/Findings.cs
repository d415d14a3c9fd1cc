using System.Globalization;
using System.Runtime.CompilerServices;

namespace Coordination.Simulation.Checks;

/// <summary>What the checker has found against an execution.</summary>
internal sealed class Findings
{
    private const int Most = 20;

    private readonly List<string> _all = [];

    public IReadOnlyList<string> All => _all;

    public void Add(DefaultInterpolatedStringHandler text)
    {
        var sentence = text.ToStringAndClear();
        if (_all.Count < Most)
        {
            _all.Add(sentence);
        }
    }

    public static string Number(long number) => number.ToString(CultureInfo.InvariantCulture);
}
