using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Net;

namespace Coordination.Domain.Intake.Normal;

/// <summary>
/// Reads absolute addresses of the form <c>scheme://host…</c>. Scheme and host are brought to their normal form and a default port
/// is dropped; path and query stay byte for byte, because servers (and attackers) tell them apart.
/// </summary>
public static class UrlText
{
    /// <summary>The longest address taken, in characters.</summary>
    public const int MaxLength = 4096;

    private static readonly SearchValues<char> SchemeCharacters = SearchValues.Create("abcdefghijklmnopqrstuvwxyz0123456789+-.");

    /// <summary>Reads an address, also defanged.</summary>
    public static bool TryRead(string? text, [NotNullWhen(true)] out string? normal) => TryRead(text, out normal, out _);

    /// <summary>Reads an address, also defanged, and says which host (a name or an IP address) it leads to.</summary>
    public static bool TryRead(string? text, [NotNullWhen(true)] out string? normal, [NotNullWhen(true)] out string? host)
    {
        (normal, host) = (null, null);
        var plain = text is { Length: <= MaxLength } ? Defanged.Undo(text) : "";
        var mark = plain.IndexOf("://", StringComparison.Ordinal);
        if (mark is < 2 or > 20 || plain.Any(c => char.IsControl(c) || char.IsWhiteSpace(c) || c is '<' or '>' or '"'))
        {
            return false;
        }

#pragma warning disable CA1308 // RFC 3986: the normal form of a scheme is lower case.
        var scheme = plain[..mark].ToLowerInvariant();
#pragma warning restore CA1308
        var rest = plain[(mark + 3)..];
        var end = rest.AsSpan().IndexOfAny("/?#\\");
        var (authority, tail) = end < 0 ? (rest, "") : (rest[..end], rest[end..]);
        // The last @ ends the user's part: "https://bank.example@evil.example" leads to evil.example.
        var at = authority.LastIndexOf('@');
        var user = authority[..(at + 1)];
        if (!char.IsAsciiLetter(scheme[0]) || scheme.AsSpan().IndexOfAnyExcept(SchemeCharacters) >= 0
            || !TryReadHost(authority[(at + 1)..], scheme, out host, out var written))
        {
            return false;
        }

        tail = tail.Length == 0 || tail[0] is '?' or '#' ? "/" + tail : tail;
        normal = $"{scheme}://{user}{written}{tail}";
        return normal.Length <= MaxLength;
    }

    private static bool TryReadHost(string text, string scheme, [NotNullWhen(true)] out string? host, out string written)
    {
        (host, written) = (null, "");
        var colon = text.LastIndexOf(':');
        var hasPort = colon >= 0 && colon > text.LastIndexOf(']');
        var name = hasPort ? text[..colon] : text;
        var port = hasPort ? text[(colon + 1)..] : "";
        if (port.Length > 0 && !ushort.TryParse(port, NumberStyles.None, CultureInfo.InvariantCulture, out _))
        {
            return false;
        }

        if (name.StartsWith('[') && name.EndsWith(']'))
        {
            if (!name.Contains(':', StringComparison.Ordinal) || !IpText.TryReadPlain(name[1..^1], out var literal))
            {
                return false;
            }

            host = literal.ToString();
            written = literal.AddressFamily == System.Net.Sockets.AddressFamily.InterNetworkV6 ? $"[{host}]" : host;
        }
        else if (IpText.TryReadPlain(name, out var address) && address is not null)
        {
            host = written = address.ToString();
        }
        else if (DomainText.TryReadHost(name, out host))
        {
            written = host;
        }
        else
        {
            return false;
        }

        var number = port.TrimStart('0');
        var isDefault = (scheme, number) is ("http", "80") or ("https", "443") or ("ftp", "21") or ("ws", "80") or ("wss", "443");
        written += number.Length == 0 || isDefault ? "" : ":" + number;
        return true;
    }
}
