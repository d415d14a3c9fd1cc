using System.Buffers;
using System.Text;
using System.Text.RegularExpressions;

namespace Coordination.Connectors.Stix;

/// <summary>Writes addresses as RFC 3986 has them: what may not stand there is escaped. Attackers' addresses hold anything.</summary>
internal static partial class StixUrl
{
    private const string Plain = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-._~!$&'()*+,;=";
    private static readonly SearchValues<char> InScheme = SearchValues.Create("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789+-.");
    private static readonly SearchValues<char> InUser = SearchValues.Create(Plain + ":");
    private static readonly SearchValues<char> InTail = SearchValues.Create(Plain + ":@/?");

    /// <summary>The address, or null where it has no scheme and host.</summary>
    public static string? Written(string url)
    {
        var mark = url.IndexOf("://", StringComparison.Ordinal);
        if (mark < 1 || !char.IsAsciiLetter(url[0]) || url.AsSpan(0, mark).ContainsAnyExcept(InScheme))
        {
            return null;
        }

        var rest = url[(mark + 3)..];
        var end = rest.AsSpan().IndexOfAny("/?#\\");
        var (authority, tail) = end < 0 ? (rest, "") : (rest[..end], rest[end..]);
        var at = authority.LastIndexOf('@');
        var hash = tail.IndexOf('#', StringComparison.Ordinal);
        var (before, fragment) = hash < 0 ? (tail, null) : (tail[..hash], tail[(hash + 1)..]);
        return $"{url[..mark]}://{(at < 0 ? "" : $"{Escaped(authority[..at], InUser)}@")}{Host(authority[(at + 1)..])}{Escaped(before, InTail)}{(fragment is null ? "" : $"#{Escaped(fragment, InTail)}")}";
    }

    private static string Host(string host) => Literal().IsMatch(host) ? host : Escaped(host, InUser);

    [GeneratedRegex(@"^\[[0-9A-Fa-f:.]+\](:[0-9]*)?\z")]
    private static partial Regex Literal();

    private static string Escaped(string text, SearchValues<char> allowed)
    {
        var written = new StringBuilder(text.Length);
        Span<byte> bytes = stackalloc byte[4];
        for (var index = 0; index < text.Length;)
        {
            if (allowed.Contains(text[index]) || (text[index] == '%' && index + 2 < text.Length && char.IsAsciiHexDigit(text[index + 1]) && char.IsAsciiHexDigit(text[index + 2])))
            {
                written.Append(text[index++]);
                continue;
            }

            Rune.DecodeFromUtf16(text.AsSpan(index), out var rune, out var length);
            foreach (var one in bytes[..rune.EncodeToUtf8(bytes)])
            {
                written.Append('%').Append(one.ToString("X2", System.Globalization.CultureInfo.InvariantCulture));
            }

            index += length;
        }

        return written.ToString();
    }
}
