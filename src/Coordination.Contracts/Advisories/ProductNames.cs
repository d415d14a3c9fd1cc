using System.Text.RegularExpressions;

namespace Coordination.Contracts.Advisories;

/// <summary>The shapes of names that products, versions and vulnerabilities have in the world.</summary>
public static partial class ProductNames
{
    /// <summary>CPE 2.3, formatted string (NISTIR 7695): eleven components after the prefix, each <c>*</c>, <c>-</c> or a word with its specials escaped.</summary>
    public static bool IsCpe(string text) => text.Length <= 500 && CpePattern().IsMatch(text);

    /// <summary>A package URL with type and name, as CSAF takes it.</summary>
    public static bool IsPurl(string text) => text.Length is >= 7 and <= 1_000 && PurlPattern().IsMatch(text);

    /// <summary>A version range: <c>vers:</c>, the scheme of versions, a slash, and constraints between bars, or <c>*</c>.</summary>
    public static bool IsVers(string text) => text.Length <= 1_000 && VersPattern().IsMatch(text);

    /// <summary>A CVE identifier with four digits of a year and four or more of a number.</summary>
    public static bool IsCve(string text) => CvePattern().IsMatch(text);

    /// <summary>A CWE identifier.</summary>
    public static bool IsCwe(string text) => CwePattern().IsMatch(text);

    /// <summary>A language tag (BCP 47) in its usual shape: language, script, region, variants.</summary>
    public static bool IsLanguage(string text) => text.Length <= 35 && LanguagePattern().IsMatch(text);

    /// <summary>All CVE identifiers that a text names, in capitals, each once.</summary>
    public static IEnumerable<string> CvesIn(string? text)
        => text is null ? [] : CveInText().Matches(text).Select(match => match.Value.ToUpperInvariant()).Distinct(StringComparer.Ordinal);

    [GeneratedRegex(@"^cpe:2\.3:[aho*\-](:(\*|-|(\?*|\*?)([A-Za-z0-9._\-]|\\[\\*?!""#$%&'()+,/:;<=>@\[\]^`{|}~])+(\?*|\*?))){5}:(\*|-|[A-Za-z]{2,3}(-([A-Za-z]{2}|[0-9]{3}))?)(:(\*|-|(\?*|\*?)([A-Za-z0-9._\-]|\\[\\*?!""#$%&'()+,/:;<=>@\[\]^`{|}~])+(\?*|\*?))){4}\z")]
    private static partial Regex CpePattern();

    [GeneratedRegex(@"^pkg:[A-Za-z.\-+][A-Za-z0-9.\-+]*/[^\s?#]+(\?[^\s#]+)?(#\S+)?\z")]
    private static partial Regex PurlPattern();

    [GeneratedRegex(@"^vers:[a-z0-9.\-+]+/(\*|(<=|>=|<|>|!=|=)?[^\s|<>=!*]+(\|(<=|>=|<|>|!=|=)?[^\s|<>=!*]+)*)\z")]
    private static partial Regex VersPattern();

    [GeneratedRegex(@"^CVE-[0-9]{4}-[0-9]{4,19}\z")]
    private static partial Regex CvePattern();

    [GeneratedRegex(@"^CWE-[1-9][0-9]{0,5}\z")]
    private static partial Regex CwePattern();

    [GeneratedRegex(@"^[A-Za-z]{2,3}(-[A-Za-z]{4})?(-([A-Za-z]{2}|[0-9]{3}))?(-([A-Za-z0-9]{5,8}|[0-9][A-Za-z0-9]{3}))*\z")]
    private static partial Regex LanguagePattern();

    [GeneratedRegex(@"\bCVE-[0-9]{4}-[0-9]{4,19}\b", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex CveInText();
}
