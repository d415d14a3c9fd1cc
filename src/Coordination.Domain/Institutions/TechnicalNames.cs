using System.Globalization;
using System.Net;
using Coordination.Contracts.Institutions;

namespace Coordination.Domain.Institutions;

/// <summary>The networks, domains and AS numbers of some institutions, and whether a word of a text names any of them, with whatever stands around it: a scheme, a user, a port, a path, another name.</summary>
internal sealed class TechnicalNames
{
    private readonly IPNetwork[] _networks;
    private readonly string[] _domains;

    public TechnicalNames(IReadOnlyCollection<InstitutionFacts> of)
    {
        var assets = of.SelectMany(one => one.Assets).ToArray();
        _networks = [.. Values(AssetKind.Network).Select(value => IPNetwork.Parse(value))];
        _domains = [.. Values(AssetKind.Domain).SelectMany(value => new[] { value, Unicode(value) }).Distinct()];
        AsNumbers = [.. Values(AssetKind.AsNumber).Select(value => $@"ASN?(?>[\s\p{{Pd}}:=/#._]*){value}")];

        IEnumerable<string> Values(AssetKind kind) => assets.Where(asset => asset.Kind == kind).Select(asset => asset.Value);
    }

    /// <summary>AS numbers as patterns.</summary>
    public IReadOnlyList<string> AsNumbers { get; }

    public bool AreIn(string word)
    {
        if (_networks.Length + _domains.Length == 0)
        {
            return false;
        }

        // As people write them so that nobody follows them by accident, and as addresses carry one another.
        var plain = word.Replace("[.]", ".", StringComparison.Ordinal).Replace("[:]", ":", StringComparison.Ordinal).ToLowerInvariant();
        return Named(plain) || (plain.Contains('%', StringComparison.Ordinal) && Named(OtherParties.Normal(Uri.UnescapeDataString(plain)).ToLowerInvariant()));
    }

    private bool Named(string plain) => _domains.Any(domain => IsIn(plain, domain)) || (_networks.Length > 0 && plain.Split('@', '/', '=', '?', '&', '%', '+', '[', ']', '-', '_').SelectMany(Addresses).Any(IsIn));

    private bool IsIn(IPAddress address) => _networks.Any(network => network.Contains(address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address));

    /// <summary>The domain or a name below it, and not the end of another word or the beginning of another name.</summary>
    private static bool IsIn(string plain, string domain)
    {
        for (var at = plain.IndexOf(domain, StringComparison.Ordinal); at >= 0; at = plain.IndexOf(domain, at + 1, StringComparison.Ordinal))
        {
            var end = at + domain.Length;
            var goesOn = IsLetter(end) || (end < plain.Length && plain[end] == '.' && IsLetter(end + 1));
            if (!IsLetter(at - 1) && !goesOn)
            {
                return true;
            }
        }

        return false;

        bool IsLetter(int place) => place >= 0 && place < plain.Length && char.IsLetterOrDigit(plain[place]);
    }

    /// <summary>What may be an address of a part of a word: it, or it without a word before it or a port behind it; of version 4 each piece between colons.</summary>
    private static IEnumerable<IPAddress> Addresses(string part)
    {
        var pieces = part.Split(':');
        foreach (var four in pieces.Select(Four).OfType<IPAddress>())
        {
            yield return four;
        }

        // A number alone is an address for the parser.
        if (pieces.Length is < 3 or > 10)
        {
            yield break;
        }

        var text = part.TrimEnd('.');
        foreach (var one in new[] { text, text.TrimEnd(':'), text[(text.IndexOf(':', StringComparison.Ordinal) + 1)..], text[..text.LastIndexOf(':')] })
        {
            if (one.Contains(':', StringComparison.Ordinal) && IPAddress.TryParse(one, out var six))
            {
                yield return six;
            }
        }
    }

    /// <summary>Four numbers, also with zeros before them.</summary>
    private static IPAddress? Four(string text)
    {
        var numbers = text.Length > 20 ? [] : text.Trim('.').Split('.');
        var bytes = new byte[4];
        return numbers.Length == 4 && Enumerable.Range(0, 4).All(place => byte.TryParse(numbers[place], NumberStyles.None, CultureInfo.InvariantCulture, out bytes[place])) ? new(bytes) : null;
    }

    /// <summary>As people write what is registered in punycode.</summary>
    private static string Unicode(string domain)
    {
        try
        {
            return OtherParties.Normal(new IdnMapping().GetUnicode(domain));
        }
        catch (ArgumentException)
        {
            return domain;
        }
    }
}
