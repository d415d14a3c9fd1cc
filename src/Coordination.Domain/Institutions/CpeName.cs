using System.Text;
using System.Text.RegularExpressions;
using Coordination.Contracts.Advisories;

namespace Coordination.Domain.Institutions;

/// <summary>Whether one thing is another: for certain, for all that is known, or not.</summary>
public enum Fit
{
    No,

    /// <summary>Something that decides it is not known.</summary>
    Possible,
    Yes,
}

/// <summary>A CPE 2.3 name, taken apart. Letters are compared without their case (NISTIR 7696 §6).</summary>
public sealed class CpeName
{
    private const string Any = "*";
    private const string None = "-";
    private static readonly string[] Names = ["part", "vendor", "product", "version", "update", "edition", "language", "software edition", "target software", "target hardware", "other"];

    private readonly string[] _parts;

    /// <summary>The parts with wildcards, each built when it is first compared: only what an advisory asks for is.</summary>
    private Regex?[]? _patterns;

    private CpeName(string[] parts) => _parts = parts;

    public string Part => _parts[0];

    public string Vendor => _parts[1];

    public string Product => _parts[2];

    /// <summary>The version where it is one; null for any, none and patterns.</summary>
    public string? Version => IsText(_parts[3]) ? Plain(_parts[3]) : null;

    /// <summary>A version with wildcards, as it stands.</summary>
    public string? VersionPattern => !IsText(_parts[3]) && _parts[3] is not (Any or None) ? _parts[3] : null;

    /// <summary>Vendor and product are named, so that it can be found by them.</summary>
    public bool NamesOne => _parts.Take(3).All(IsText);

    /// <summary>Where names that name one product are found.</summary>
    public string Key => $"cpe {Part}:{Plain(Vendor)}:{Plain(Product)}";

    public string PlainVendor => Plain(Vendor).Replace('_', ' ');

    public string PlainProduct => Plain(Product).Replace('_', ' ');

    public static CpeName? Read(string? text)
    {
        if (text is null || !ProductNames.IsCpe(text))
        {
            return null;
        }

        var parts = new List<string>();
        var part = new StringBuilder();
        var escaped = false;
        foreach (var letter in text.ToLowerInvariant())
        {
            if (letter == ':' && !escaped)
            {
                parts.Add(part.ToString());
                part.Clear();
            }
            else
            {
                part.Append(letter);
            }

            escaped = letter == '\\' && !escaped;
        }

        parts.Add(part.ToString());
        return new([.. parts.Skip(2)]);
    }

    /// <summary>Whether <paramref name="has"/> is what this names, apart from the version. Where that does not say what this asks for, <paramref name="unknown"/> is its name.</summary>
    public Fit Covers(CpeName has, out string? unknown)
    {
        unknown = null;
        for (var index = 0; index < _parts.Length; index++)
        {
            var fit = index == 3 ? Fit.Yes : Covers(index, has._parts[index]);
            if (fit == Fit.No)
            {
                return Fit.No;
            }

            unknown ??= fit == Fit.Possible ? Names[index] : null;
        }

        return unknown is null ? Fit.Yes : Fit.Possible;
    }

    /// <summary>Whether a text is what a pattern says: <c>*</c> at its ends stands for anything, <c>?</c> for one letter or none.</summary>
    public static bool Matches(string pattern, string text) => PatternOf(pattern).IsMatch(text);

    /// <summary>What <see cref="Matches"/> compares with, for who compares often.</summary>
    public static Regex PatternOf(string pattern)
        => new($"^{Regex.Replace(pattern, @"\\(.)|\*|\?|[^\\*?]+", one => one.Value switch { "*" => ".*", "?" => ".?", _ => Regex.Escape(Plain(one.Value)) })}\\z",
            RegexOptions.CultureInvariant | RegexOptions.IgnoreCase | RegexOptions.NonBacktracking);

    private Fit Covers(int index, string has)
    {
        var asked = _parts[index];
        return asked == Any ? Fit.Yes
            : has == Any ? Fit.Possible
            : asked == None || has == None ? asked == has ? Fit.Yes : Fit.No
            : (IsText(asked) ? Plain(asked) == Plain(has) : ((_patterns ??= new Regex?[_parts.Length])[index] ??= PatternOf(asked)).IsMatch(Plain(has))) ? Fit.Yes : Fit.No;
    }

    private static bool IsText(string part) => part is not (Any or None) && part[0] is not ('*' or '?') && !(part[^1] is '*' or '?' && (part.Length < 2 || part[^2] != '\\'));

    private static string Plain(string part) => part.Replace("\\", "", StringComparison.Ordinal);
}
