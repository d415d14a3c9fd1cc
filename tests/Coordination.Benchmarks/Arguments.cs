using System.Globalization;

namespace Coordination.Benchmarks;

/// <summary>What stands after a verb.</summary>
internal static class Arguments
{
    /// <summary>The number at a place, or what is usual.</summary>
    public static long Number(string[] arguments, int place, long usual)
        => arguments.Length > place ? long.Parse(arguments[place], NumberStyles.AllowThousands, CultureInfo.InvariantCulture) : usual;

    public static (int Pairs, TimeSpan Time) PairsAndTime(string[] arguments, int pairs, double seconds)
    {
        var numbers = arguments.Select(one => double.Parse(one, CultureInfo.InvariantCulture)).ToArray();
        return (numbers.Length > 0 ? (int)numbers[0] : pairs, TimeSpan.FromSeconds(numbers.Length > 1 ? numbers[1] : seconds));
    }
}
