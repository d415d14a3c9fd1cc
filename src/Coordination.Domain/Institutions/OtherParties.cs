using System.Net;
using System.Text.RegularExpressions;
using Coordination.Contracts.Institutions;

namespace Coordination.Domain.Institutions;

/// <summary>
/// Takes out of a text what tells which other institutions are meant: their names and abbreviations, names below their domains, addresses in their networks and their AS numbers. What people describe in
/// other words stays; whoever writes for several institutions is told so by the console.
/// </summary>
public static partial class OtherParties
{
    /// <summary>What stands in its place.</summary>
    public const string Instead = "[another institution]";

    public static string Without(string text, IEnumerable<InstitutionFacts> others)
    {
        ArgumentNullException.ThrowIfNull(others);
        foreach (var other in others)
        {
            // The longer first: an abbreviation may be a part of the name.
            foreach (var name in new[] { other.Name, other.Abbreviation }.Where(name => name.Length > 0).OrderByDescending(name => name.Length))
            {
                text = Regex.Replace(text, $@"(?<![\p{{L}}\p{{N}}]){Regex.Escape(name)}(?![\p{{L}}\p{{N}}])", Instead, RegexOptions.IgnoreCase | RegexOptions.CultureInvariant);
            }

            text = Technical().Replace(text, match => Belongs(match.Value, other) ? Instead : match.Value);
        }

        return text;
    }

    private static bool Belongs(string word, InstitutionFacts other)
    {
        // As people write them so that nobody follows them by accident.
        var plain = word.Replace("[.]", ".", StringComparison.Ordinal).Replace("[:]", ":", StringComparison.Ordinal).Trim('.', ':', '-', '/', '[', ']');
        var address = IPAddress.TryParse(plain, out var ip) ? ip : IPNetwork.TryParse(plain, out var network) ? network.BaseAddress
            : plain.LastIndexOf(':') is > 0 and var port && IPAddress.TryParse(plain[..port], out var beforePort) ? beforePort : null;
        return other.Assets.Any(asset => asset.Kind switch
        {
            AssetKind.Network => address is not null && IPNetwork.Parse(asset.Value).Contains(address),
            AssetKind.Domain => address is null && Names(plain).Any(name => name == asset.Value || name.EndsWith($".{asset.Value}", StringComparison.Ordinal)),
            AssetKind.AsNumber => plain.Equals($"AS{asset.Value}", StringComparison.OrdinalIgnoreCase),
            _ => false,
        });
    }

    /// <summary>The names of hosts in a word that may be a mail address or a link.</summary>
    private static IEnumerable<string> Names(string word)
        => word.ToLowerInvariant().Split('@', '/', ':').Where(part => part.Contains('.', StringComparison.Ordinal)).Select(static part => Ascii(part.Trim('.')));

    /// <summary>As networks of institutions name them: in punycode.</summary>
    private static string Ascii(string name)
    {
        try
        {
            return new System.Globalization.IdnMapping().GetAscii(name);
        }
        catch (ArgumentException)
        {
            return name;
        }
    }

    /// <summary>Whatever may be an address, a network, a name, a link or an AS number.</summary>
    [GeneratedRegex(@"[\p{L}\p{N}][\p{L}\p{N}.\-_:/@\[\]%?=&+]*|[0-9A-Fa-f]*::[0-9A-Fa-f:.]*")]
    private static partial Regex Technical();
}
