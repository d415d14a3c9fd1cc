using System.Text;
using System.Text.RegularExpressions;
using Coordination.Contracts.Institutions;

namespace Coordination.Domain.Institutions;

/// <summary>
/// Takes out of a text what tells which other institutions are meant: their names and abbreviations, names below their domains, addresses in their networks and their AS numbers. What people describe in
/// other words stays. Texts come from sources: no pattern here tries a place of a text twice.
/// </summary>
public static partial class OtherParties
{
    /// <summary>What stands in its place.</summary>
    public const string Instead = "[another institution]";

    public static string Without(string text, IEnumerable<InstitutionFacts> others)
    {
        ArgumentNullException.ThrowIfNull(others);
        var all = others.ToArray();
        var (assets, normal) = (new TechnicalNames(all), Normal(text));
        var shown = Word().Replace(normal, word => assets.AreIn(word.Value) ? Instead : word.Value);
        // The longer first: an abbreviation may be a part of the name.
        foreach (var pattern in assets.AsNumbers.Concat(all.SelectMany(other => new[] { other.Name, other.Abbreviation }).OrderByDescending(name => name.Length).Select(NamePattern).OfType<string>()))
        {
            shown = Regex.Replace(shown, $@"(?<![\p{{L}}\p{{N}}]){pattern}(?![\p{{L}}\p{{N}}])", Instead, RegexOptions.IgnoreCase | RegexOptions.CultureInvariant);
        }

        return shown == normal ? text : shown;
    }

    /// <summary>A value that is shown whole or not at all: null where it names another.</summary>
    public static string? Unless(string? value, IEnumerable<InstitutionFacts> others) => value is null || Without(value, others) == value ? value : null;

    /// <summary>By what a text tells of any of these, in a word for people; null where it does not.</summary>
    public static string? KindIn(string text, IReadOnlyCollection<InstitutionFacts> others)
    {
        return !Has(one => one) ? null
            : Has(one => one with { Abbreviation = "", Assets = [] }) ? "name"
            : Has(one => one with { Name = "", Assets = [] }) ? "abbreviation"
            : Has(one => Only(one, AssetKind.Domain)) ? "domain"
            : Has(one => Only(one, AssetKind.AsNumber)) ? "AS number"
            : "address";

        bool Has(Func<InstitutionFacts, InstitutionFacts> part) => Without(text, others.Select(part)) != text;

        static InstitutionFacts Only(InstitutionFacts one, AssetKind kind) => one with { Name = "", Abbreviation = "", Assets = [.. one.Assets.Where(asset => asset.Kind == kind)] };
    }

    /// <summary>A name with whatever spaces and dashes between its words; null where it has none.</summary>
    private static string? NamePattern(string name)
        => Gap().Split(Normal(name)).Where(word => word.Length > 0).Select(Regex.Escape).ToArray() is { Length: > 0 } words ? string.Join(@"(?>[\s\p{Pd}]+)", words) : null;

    /// <summary>Letters and their marks as one sign each. Half a sign, which no text has, is put aside first.</summary>
    internal static string Normal(string text) => Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(text)).Normalize(NormalizationForm.FormC);

    /// <summary>Whatever may be an address, a network, a name or a link.</summary>
    [GeneratedRegex(@"\[?(?:[\p{L}\p{N}]|::)[\p{L}\p{N}.\-_:/@\[\]%?=&+]*")]
    private static partial Regex Word();

    [GeneratedRegex(@"[\s\p{Pd}]+")]
    private static partial Regex Gap();
}
