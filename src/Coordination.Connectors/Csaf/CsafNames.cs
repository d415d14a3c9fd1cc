using System.Globalization;
using System.Text;
using Coordination.Contracts;
using Coordination.Contracts.Advisories;

namespace Coordination.Connectors.Csaf;

/// <summary>How names, labels, dates and addresses are spelt in CSAF 2.0.</summary>
public static class CsafNames
{
    /// <summary>A sentence that converters to newer versions read literally.</summary>
    private const string Tlp2 = "TLP v2.0: ";

    /// <summary>The name of the file: small letters, and each run of other characters is one underscore.</summary>
    public static string FileOf(string trackingId)
    {
        var name = new StringBuilder();
        foreach (var letter in trackingId.ToLowerInvariant())
        {
            if (char.IsAsciiLetterOrDigit(letter) || letter is '+' or '-')
            {
                name.Append(letter);
            }
            else if (name.Length == 0 || name[^1] != '_')
            {
                name.Append('_');
            }
        }

        return name.Append(".json").ToString();
    }

    /// <summary>CSAF 2.0 knows the four labels of TLP 1: what is stricter than AMBER is RED there.</summary>
    public static string LabelOf(Tlp tlp) => tlp switch
    {
        Tlp.Clear => "WHITE",
        Tlp.Green => "GREEN",
        Tlp.Amber => "AMBER",
        _ => "RED",
    };

    /// <summary>The TLP 2.0 label in words.</summary>
    public static string DistributionOf(Tlp tlp) => Tlp2 + tlp.Label();

    /// <summary>The label as it is meant; null where there is none.</summary>
    public static Tlp? TlpOf(string? label, string? distribution) => label switch
    {
        "WHITE" => Tlp.Clear,
        "GREEN" => Tlp.Green,
        "AMBER" => Tlp.Amber,
        "RED" => distribution?.Contains(Tlp2 + Tlp.AmberStrict.Label(), StringComparison.Ordinal) == true ? Tlp.AmberStrict : Tlp.Red,
        _ => null,
    };

    public static string Date(DateTimeOffset at) => at.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);

    public static string Day(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture) + "T00:00:00.000Z";

    /// <summary>An address as RFC 3986 has it: what it does not allow is escaped.</summary>
    internal static string Url(string url)
    {
        var escaped = new StringBuilder();
        var text = !Uri.TryCreate(url, UriKind.Absolute, out var read) ? url
            : Ascii.IsValid(read.Host) ? read.AbsoluteUri
            : new UriBuilder(read) { Host = read.IdnHost }.Uri.AbsoluteUri;
        var authority = text.IndexOf("://", StringComparison.Ordinal) is >= 0 and var at ? text.IndexOfAny(['/', '?', '#'], at + 3) : 0;
        var fragment = false;
        for (var index = 0; index < text.Length; index++)
        {
            var letter = text[index];
            // Brackets stand for addresses in the authority and nowhere else; there is one fragment.
            var allowed = letter is > ' ' and < (char)127 && !"\"<>\\^`{|}".Contains(letter, StringComparison.Ordinal)
                && !(letter is '[' or ']' && authority >= 0 && index > authority)
                && !(letter == '#' && fragment)
                && !(letter == '%' && !(index + 2 < text.Length && char.IsAsciiHexDigit(text[index + 1]) && char.IsAsciiHexDigit(text[index + 2])));
            fragment |= letter == '#';
            escaped.Append(allowed ? letter.ToString() : string.Concat(Encoding.UTF8.GetBytes(letter.ToString()).Select(one => string.Create(CultureInfo.InvariantCulture, $"%{one:X2}"))));
        }

        return escaped.ToString();
    }

    /// <summary>Whether a text names one version and not a range of them in words (test 6.1.31).</summary>
    internal static bool IsVersion(string text)
        => text.Any(char.IsAsciiDigit) && text.All(letter => char.IsAsciiLetterOrDigit(letter) || letter is '.' or '-' or '_' or '+' or ':')
            && !text.StartsWith("vers:", StringComparison.Ordinal) && !HasRangeWord(text);

    internal static bool HasRangeWord(string text)
        => text.IndexOfAny(['<', '>']) >= 0
            || RangeWords.Any(word => text.Split([' ', '-', '_', '.', ',', ';', '(', ')', '+', ':']).Contains(word, StringComparer.OrdinalIgnoreCase));

    private static readonly string[] RangeWords = ["after", "all", "before", "earlier", "later", "prior", "versions"];
}
