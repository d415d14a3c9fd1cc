using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace Coordination.Domain.Intake.Normal;

/// <summary>
/// Reads IP addresses strictly: four decimal parts without leading zeros, or IPv6 without a zone. The framework's own reader
/// also takes <c>1</c>, <c>0x7f.1</c> and octal parts, which different systems understand as different addresses.
/// </summary>
public static class IpText
{
    private static readonly SearchValues<char> Version6 = SearchValues.Create("0123456789abcdefABCDEF:.");

    /// <summary>Reads an address, also defanged or in square brackets; an IPv4-mapped IPv6 address is the IPv4 address.</summary>
    public static bool TryRead(string? text, [NotNullWhen(true)] out IPAddress? address)
    {
        address = null;
        if (text is null || text.Length > 128)
        {
            return false;
        }

        var plain = Defanged.Undo(text);
        if (plain.Length > 2 && plain[0] == '[' && plain[^1] == ']' && plain.Contains(':', StringComparison.Ordinal))
        {
            plain = plain[1..^1];
        }

        return TryReadPlain(plain, out address);
    }

    /// <summary>Reads an address and writes it in its normal form: lower case, shortest IPv6.</summary>
    public static bool TryRead(string? text, [NotNullWhen(true)] out string? normal)
    {
        normal = TryRead(text, out IPAddress? address) ? address.ToString() : null;
        return normal is not null;
    }

    internal static bool TryReadPlain(string text, [NotNullWhen(true)] out IPAddress? address)
    {
        address = null;
        var colon = text.LastIndexOf(':');
        if (colon < 0)
        {
            return IsVersion4(text) && IPAddress.TryParse(text, out address);
        }

        var tail = text[(colon + 1)..];
        if (text.AsSpan().IndexOfAnyExcept(Version6) >= 0 || (text.Contains('.', StringComparison.Ordinal) && !IsVersion4(tail))
            || !IPAddress.TryParse(text, out address) || address.AddressFamily != AddressFamily.InterNetworkV6)
        {
            address = null;
            return false;
        }

        address = address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;
        return true;
    }

    private static bool IsVersion4(ReadOnlySpan<char> text)
    {
        var parts = 0;
        foreach (var range in text.Split('.'))
        {
            var part = text[range];
            if (++parts > 4 || part.Length is 0 or > 3 || part.IndexOfAnyExceptInRange('0', '9') >= 0
                || (part.Length > 1 && part[0] == '0') || int.Parse(part, NumberStyles.None, CultureInfo.InvariantCulture) > 255)
            {
                return false;
            }
        }

        return parts == 4;
    }
}
