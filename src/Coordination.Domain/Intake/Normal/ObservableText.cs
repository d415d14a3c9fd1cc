using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Net.Sockets;
using Coordination.Contracts.Incidents;

namespace Coordination.Domain.Intake.Normal;

/// <summary>Finds out what kind of technical fact a text is and writes it in its normal form, so that two spellings meet.</summary>
public static class ObservableText
{
    /// <summary>The longest observable, in characters.</summary>
    public const int MaxLength = UrlText.MaxLength;

    private static readonly SearchValues<char> Hexadecimal = SearchValues.Create("0123456789abcdefABCDEF");

    /// <summary>Reads anything; what is no known kind is <see cref="ObservableKind.Text"/>. False only for nothing, control characters, broken Unicode or too much.</summary>
    public static bool TryRead(string? text, [NotNullWhen(true)] out Observable? observable)
    {
        observable = null;
        var trimmed = text is { Length: <= MaxLength } ? text.Trim() : "";
        if (trimmed.Length == 0 || trimmed.Any(char.IsControl) || !IsWhole(trimmed))
        {
            return false;
        }

        observable = ReadAddress(trimmed) ?? ReadName(trimmed) ?? new(ObservableKind.Text, trimmed);
        return true;
    }

    private static Observable? ReadAddress(string text)
    {
        if (IpText.TryRead(text, out System.Net.IPAddress? address))
        {
            return new(address.AddressFamily == AddressFamily.InterNetwork ? ObservableKind.Ipv4Addr : ObservableKind.Ipv6Addr, address.ToString());
        }

        if (UrlText.TryRead(text, out var url))
        {
            return new(ObservableKind.Url, url);
        }

        return MailText.TryRead(text, out var mail) ? new(ObservableKind.EmailAddr, mail) : null;
    }

    private static Observable? ReadName(string text)
    {
        // MD5, SHA-1, SHA-256 and SHA-512 differ in length.
        if (text.Length is 32 or 40 or 64 or 128 && text.AsSpan().IndexOfAnyExcept(Hexadecimal) < 0)
        {
#pragma warning disable CA1308 // Hashes are written in lower case everywhere.
            return new(ObservableKind.FileHash, text.ToLowerInvariant());
#pragma warning restore CA1308
        }

        if (AsNumberText.TryReadMarked(text, out var number))
        {
            return new(ObservableKind.AutonomousSystem, string.Create(CultureInfo.InvariantCulture, $"AS{number}"));
        }

        return DomainText.TryRead(text, out string? domain) ? new(ObservableKind.DomainName, domain) : null;
    }

    private static bool IsWhole(string text)
    {
        for (var index = 0; index < text.Length; index++)
        {
            if (char.IsSurrogate(text[index]) && (index + 1 == text.Length || !char.IsSurrogatePair(text[index], text[++index])))
            {
                return false;
            }
        }

        return true;
    }
}
