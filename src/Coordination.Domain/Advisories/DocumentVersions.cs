using System.Numerics;

namespace Coordination.Domain.Advisories;

/// <summary>Versions as CSAF counts them: whole numbers, or semantic versions.</summary>
public static class DocumentVersions
{
    /// <summary>The older first.</summary>
    public static IComparer<string> Order { get; } = Comparer<string>.Create(Compare);

    public static bool IsSemantic(string version) => version.Contains('.', StringComparison.Ordinal);

    public static bool IsPreRelease(string version) => Divide(version).Pre.Length > 0;

    public static bool IsZero(string version) => Major(version) == 0;

    public static bool IsEarly(string version) => IsZero(version) || IsPreRelease(version);

    public static BigInteger Major(string version) => Divide(version).Numbers[0];

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
            if (left.Numbers[index].CompareTo(right.Numbers[index]) is not 0 and var unequal)
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
            var unequal = isNumber && isOther ? BigInteger.Parse(left[index], System.Globalization.CultureInfo.InvariantCulture).CompareTo(BigInteger.Parse(right[index], System.Globalization.CultureInfo.InvariantCulture))
                : isNumber != isOther ? (isNumber ? -1 : 1)
                : string.CompareOrdinal(left[index], right[index]);
            if (unequal != 0)
            {
                return unequal;
            }
        }

        return left.Length.CompareTo(right.Length);
    }

    private static (BigInteger[] Numbers, string Pre) Divide(string version)
    {
        var plain = version.Split('+')[0];
        var dash = plain.IndexOf('-', StringComparison.Ordinal);
        var numbers = (dash < 0 ? plain : plain[..dash]).Split('.').Select(part => part.Length <= 200 && BigInteger.TryParse(part, out var read) ? read : BigInteger.Zero);
        return ([.. numbers.Concat([0, 0]).Take(3)], dash < 0 ? "" : plain[(dash + 1)..]);
    }
}
