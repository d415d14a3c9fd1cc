using System.Globalization;

namespace Coordination.Faults.Load;

/// <summary>How someone is let in: the header that each request carries.</summary>
/// <param name="Actor">As the journal names who it is.</param>
/// <param name="Header"><c>Cookie</c> or <c>Authorization</c>.</param>
internal sealed record Session(string Actor, string Header, string Value);

/// <summary>Draws that a seed repeats.</summary>
internal static class Draw
{
    /// <summary>A stream of draws of its own for each part of a load, so that one more draw here changes nothing there.</summary>
    public static Random Of(int seed, string part) => new(unchecked((seed * 7_919) + part.Aggregate(17, static (hash, letter) => (hash * 31) + letter)));

    public static T OneOf<T>(this Random random, IReadOnlyList<T> of) => of[random.Next(of.Count)];

    /// <summary>True so many times in a hundred.</summary>
    public static bool Chance(this Random random, int percent) => random.Next(100) < percent;

    public static string Text(this int number) => number.ToString(CultureInfo.InvariantCulture);
}
