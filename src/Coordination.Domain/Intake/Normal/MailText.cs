using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using System.Text;

namespace Coordination.Domain.Intake.Normal;

/// <summary>Reads mail addresses: lower case, domain in punycode. Quoted local parts and address literals are not taken.</summary>
public static class MailText
{
    private static readonly SearchValues<char> LocalSymbols = SearchValues.Create("!#$%&'*+-/=?^_`{|}~.");

    /// <summary>Reads an address, also defanged or with <c>mailto:</c>.</summary>
    public static bool TryRead(string? text, [NotNullWhen(true)] out string? normal)
    {
        normal = null;
        var plain = text is { Length: <= 1024 } ? Defanged.Undo(text) : "";
        plain = plain.StartsWith("mailto:", StringComparison.OrdinalIgnoreCase) ? plain[7..] : plain;
        var at = plain.IndexOf('@', StringComparison.Ordinal);
        if (at <= 0 || !TryReadLocal(plain[..at], out var local) || !DomainText.TryReadHost(plain[(at + 1)..], out var domain)
            || !domain.Contains('.', StringComparison.Ordinal))
        {
            return false;
        }

        normal = $"{local}@{domain}";
        return true;
    }

    private static bool TryReadLocal(string text, out string local)
    {
        local = "";
        if (text.Any(c => !char.IsLetterOrDigit(c) && !LocalSymbols.Contains(c)) || text[0] == '.' || text[^1] == '.'
            || text.Contains("..", StringComparison.Ordinal))
        {
            return false;
        }

#pragma warning disable CA1308 // Lower case is how people compare mailboxes; no known system tells them apart by case.
        local = text.Normalize(NormalizationForm.FormC).ToLowerInvariant().Normalize(NormalizationForm.FormC);
#pragma warning restore CA1308
        return Encoding.UTF8.GetByteCount(local) <= 64;
    }
}
