using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using Coordination.Contracts;

namespace Coordination.Domain.Intake.Normal;

/// <summary>Reads domain names: lower case, punycode, without the trailing dot.</summary>
public static class DomainText
{
    private static readonly IdnMapping Idn = new() { AllowUnassigned = false, UseStd3AsciiRules = false };

    // The underscore is in no host name, but it is in names that are really asked for, such as _dmarc.example.
    private static readonly SearchValues<char> LabelCharacters = SearchValues.Create("abcdefghijklmnopqrstuvwxyz0123456789-_");

    /// <summary>Reads a domain of at least two labels, also defanged, Unicode or in capitals.</summary>
    public static bool TryRead(string? text, [NotNullWhen(true)] out string? normal)
    {
        normal = null;
        return text is { Length: <= 1024 } && TryReadHost(Defanged.Undo(text), out normal) && Accept(ref normal);

        // A single label names nothing that could be looked up, and would swallow a whole top-level domain.
        static bool Accept(ref string? host)
        {
            host = host!.Contains('.', StringComparison.Ordinal) ? host : null;
            return host is not null;
        }
    }

    /// <summary>Reads the domain of an institution; the refusal says what to do.</summary>
    public static bool TryRead(string? text, out string normal, out Refusal? refusal)
    {
        var read = TryRead(text, out string? found);
        normal = found ?? "";
        refusal = read ? null : new Refusal(
            RefusalKind.Invalid,
            "asset.domain-invalid",
            $"{Shown.Quoted(text)} is not a domain. Give a name of at least two labels without a wildcard or a path, for example agency.example.");
        return read;
    }

    /// <summary>Reads a host name of one label or more.</summary>
    internal static bool TryReadHost(string text, [NotNullWhen(true)] out string? normal)
    {
        normal = null;
        var host = text;
        if (!System.Text.Ascii.IsValid(host))
        {
            try
            {
                host = Idn.GetAscii(host);
            }
            catch (ArgumentException)
            {
                return false;
            }
        }

#pragma warning disable CA1308 // Names are lower case in the DNS's own presentation form.
        host = host.ToLowerInvariant();
#pragma warning restore CA1308
        host = host.EndsWith('.') ? host[..^1] : host;
        normal = IsHost(host) ? host : null;
        return normal is not null;
    }

    private static bool IsHost(ReadOnlySpan<char> host)
    {
        if (host.Length is 0 or > 253)
        {
            return false;
        }

        ReadOnlySpan<char> last = default;
        foreach (var range in host.Split('.'))
        {
            last = host[range];
            if (last.Length is 0 or > 63 || last.IndexOfAnyExcept(LabelCharacters) >= 0 || last[0] == '-' || last[^1] == '-')
            {
                return false;
            }
        }

        // No top-level domain is a number: what ends in one is a mistyped address.
        return last.IndexOfAnyExceptInRange('0', '9') >= 0;
    }
}
