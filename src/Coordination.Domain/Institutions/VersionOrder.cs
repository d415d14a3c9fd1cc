using System.Collections.Immutable;

namespace Coordination.Domain.Institutions;

/// <summary>
/// One order for the versions of all products. A version is an epoch (<c>2:</c>) and a list of numbers and words; each place is compared in turn, and where one list ends, zero stands:
/// <c>~</c> and words of what comes before a release (alpha, rc, …) sort below zero, other words (a, p1, sp2) above it and below numbers. Zeros before what sorts below zero and
/// at the end say nothing (1.0-rc1 is a candidate of 1.0.0); before other words they are places like any (1.0.0a comes before 1.0.1). Nor do a leading <c>v</c> and letters' case say anything. In schemes of semantic versions what follows a hyphen comes before the release, and what follows a plus sign does not count.
/// </summary>
public sealed class VersionOrder : IComparer<string>
{
    private static readonly string[] Before = ["dev", "snapshot", "nightly", "canary", "next", "alpha", "beta", "milestone", "preview", "pre", "rc", "cr"];
    private static readonly string[] Semantic = ["semver", "npm", "cargo", "golang", "go", "nuget", "hex"];
    private static readonly Dictionary<string, string> Short = new(StringComparer.Ordinal) { ["a"] = "alpha", ["b"] = "beta", ["c"] = "rc" };

    private readonly bool _semantic;
    private readonly bool _python;

    private VersionOrder(string scheme) => (_semantic, _python) = (Semantic.Contains(scheme, StringComparer.OrdinalIgnoreCase), scheme.Equals("pypi", StringComparison.OrdinalIgnoreCase));

    /// <summary>The order of a scheme, named as in <c>vers:</c> and package URLs.</summary>
    public static VersionOrder Of(string? scheme) => new(scheme ?? "generic");

    public int Compare(string? x, string? y)
    {
        var (left, right) = (Places(x ?? ""), Places(y ?? ""));
        for (var index = 0; index < Math.Max(left.Length, right.Length); index++)
        {
            var compared = (index < left.Length ? left[index] : Place.Zero).CompareTo(index < right.Length ? right[index] : Place.Zero);
            if (compared != 0)
            {
                return compared;
            }
        }

        return 0;
    }

    private ImmutableArray<Place> Places(string version)
    {
        var text = version.Trim().ToLowerInvariant();
        text = text.Length > 1 && text[0] == 'v' && char.IsAsciiDigit(text[1]) ? text[1..] : text;
        var (epoch, rest) = text.IndexOf(':', StringComparison.Ordinal) is > 0 and var colon && text[..colon].All(char.IsAsciiDigit) ? (text[..colon], text[(colon + 1)..]) : ("0", text);
        if (_semantic)
        {
            rest = rest.Split('+')[0];
        }

        var places = new List<Place>();
        var inBefore = false;
        for (var at = 0; at < rest.Length;)
        {
            var end = at + 1;
            if (char.IsAsciiDigit(rest[at]))
            {
                while (end < rest.Length && char.IsAsciiDigit(rest[end]))
                {
                    end++;
                }

                places.Add(Place.Number(rest[at..end]));
            }
            else if (char.IsLetter(rest[at]))
            {
                while (end < rest.Length && char.IsLetter(rest[end]))
                {
                    end++;
                }

                var word = inBefore ? new(Rank.Identifier, rest[at..end]) : Word(rest[at..end]);
                if (word.Rank == Rank.Before)
                {
                    Cut(places);
                }

                places.Add(word);
            }
            else if (rest[at] == '~' || (_semantic && rest[at] == '-' && !inBefore))
            {
                inBefore = rest[at] == '-';
                Cut(places);
                places.Add(new(inBefore ? Rank.Before : Rank.Tilde, ""));
            }

            at = end;
        }

        Cut(places);
        return [Place.Number(epoch), .. places];
    }

    private Place Word(string word)
        => Array.IndexOf(Before, _python ? Short.GetValueOrDefault(word, word) : word) is >= 0 and var known ? new(Rank.Before, $"{(char)('a' + known)}") : new(Rank.Word, word);

    /// <summary>Where nothing stands is zero, so zeros at the end of a list are as if they were not there.</summary>
    private static void Cut(List<Place> places)
    {
        while (places.Count > 0 && places[^1] == Place.Zero)
        {
            places.RemoveAt(places.Count - 1);
        }
    }

    private enum Rank
    {
        Tilde,
        Before,
        Zero,
        Word,
        Number,
        Identifier,
    }

    private readonly record struct Place(Rank Rank, string Text) : IComparable<Place>
    {
        public static readonly Place Zero = new(Rank.Zero, "");

        /// <summary>Digits without end: a number of a version may be longer than any integer.</summary>
        public static Place Number(string digits) => digits.TrimStart('0') is { Length: > 0 } rest ? new(Rank.Number, rest) : Zero;

        public int CompareTo(Place other)
            => Rank != other.Rank ? Rank.CompareTo(other.Rank)
                : Rank == Rank.Number && Text.Length != other.Text.Length ? Text.Length.CompareTo(other.Text.Length)
                : string.CompareOrdinal(Text, other.Text);
    }
}
