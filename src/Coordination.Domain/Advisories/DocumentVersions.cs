using System.Numerics;

namespace Coordination.Domain.Advisories;

/// <summary>Versions as CSAF counts them: whole numbers, or semantic versions.</summary>
public static class DocumentVersions
{
    /// <summary>The older first.</summary>
    public static IComparer<string> Order { get; } = Comparer<string>.Create(Compare);

    public static bool IsSemantic(string version) => version.Contains('.', StringComparison.Ordinal);

    public static bool IsPreRelease(string version) => Divide(version).Pre.Length > 0;

    public static bool IsZero(string version) => Divide(version).Numbers[0].All(digit => digit == '0');

    public static bool IsEarly(string version) => IsZero(version) || IsPreRelease(version);

    /// <summary>The first number; of one with more than 200 digits 0.</summary>
    public static BigInteger Major(string version) => Divide(version).Numbers[0] is { Length: <= 200 } number ? BigInteger.Parse(number, System.Globalization.CultureInfo.InvariantCulture) : BigInteger.Zero;

    public static string WithoutBuild(string version, bool alsoPreRelease)
    {
        var plain = version.Split('+')[0];
        return alsoPreRelease ? plain.Split('-')[0] : plain;
    }

    private static int Compare(string? one, string? other)
    {
        var (left, right) = (Divide(one ?? "0"), Divide(other ?? "0"));
        for (var index = 0; index < 3; index++)
        {
            if (CompareNumbers(left.Numbers[index], right.Numbers[index]) is not 0 and var unequal)
            {
                return unequal;
            }
        }

        return left.Pre.Length == 0 || right.Pre.Length == 0 ? right.Pre.Length.CompareTo(left.Pre.Length) : ComparePre(left.Pre, right.Pre);
    }

    /// <summary>Part by part: numbers by size and before words, words by letters, and whoever ends first is older.</summary>
    private static int ComparePre(string one, string other)
    {
        var (left, right) = (one.Split('.'), other.Split('.'));
        for (var index = 0; index < Math.Min(left.Length, right.Length); index++)
        {
            var (isNumber, isOther) = (left[index].All(char.IsAsciiDigit), right[index].All(char.IsAsciiDigit));
            var unequal = isNumber && isOther ? CompareNumbers(left[index], right[index])
                : isNumber != isOther ? (isNumber ? -1 : 1)
                : string.CompareOrdinal(left[index], right[index]);
            if (unequal != 0)
            {
                return unequal;
            }
        }

        return left.Length.CompareTo(right.Length);
    }

    /// <summary>Digits without end are compared as they stand: to parse them takes time that grows with the square of their number.</summary>
    private static int CompareNumbers(string one, string other)
    {
        var (left, right) = (one.TrimStart('0'), other.TrimStart('0'));
        return left.Length != right.Length ? left.Length.CompareTo(right.Length) : string.CompareOrdinal(left, right);
    }

    private static (string[] Numbers, string Pre) Divide(string version)
    {
        var plain = version.Split('+')[0];
        var dash = plain.IndexOf('-', StringComparison.Ordinal);
        var numbers = (dash < 0 ? plain : plain[..dash]).Split('.').Select(part => part.Length > 0 && part.All(char.IsAsciiDigit) ? part : "0");
        return ([.. numbers.Concat(["0", "0"]).Take(3)], dash < 0 ? "" : plain[(dash + 1)..]);
    }
}
