using System.Globalization;
using Coordination.Contracts;

namespace Coordination.Domain.Intake.Normal;

/// <summary>Reads numbers of autonomous systems: <c>64496</c>, <c>AS64496</c>, <c>asn 64496</c>.</summary>
public static class AsNumberText
{
    /// <summary>The greatest number that can be anyone's; the next one is reserved (RFC 7300), as is 0 (RFC 7607).</summary>
    public const long Greatest = 4_294_967_294;

    /// <summary>Whether a number can be anyone's.</summary>
    public static bool IsValid(long number) => number is > 0 and <= Greatest;

    /// <summary>Reads the AS number of an institution, with or without <c>AS</c>; the refusal says what to do.</summary>
    public static bool TryRead(string? text, out long number, out Refusal? refusal)
    {
        var read = TryReadDigits(WithoutPrefix(text ?? ""), out number);
        refusal = read ? null : Invalid(Shown.Quoted(text));
        return read;
    }

    /// <summary>Checks the AS number of an institution.</summary>
    public static bool TryRead(long given, out long number, out Refusal? refusal)
    {
        number = IsValid(given) ? given : 0;
        refusal = number != 0 ? null : Invalid(given.ToString(CultureInfo.InvariantCulture));
        return refusal is null;
    }

    /// <summary>Reads only what is marked as an AS number: a bare number could be anything.</summary>
    internal static bool TryReadMarked(string text, out long number)
    {
        number = 0;
        var digits = WithoutPrefix(text);
        return digits.Length < text.Length && TryReadDigits(digits, out number);
    }

    private static string WithoutPrefix(string text)
    {
        var plain = text.Trim();
        foreach (var prefix in (ReadOnlySpan<string>)["ASN", "AS"])
        {
            if (plain.StartsWith(prefix, StringComparison.OrdinalIgnoreCase))
            {
                return plain[prefix.Length..].TrimStart();
            }
        }

        return plain;
    }

    private static bool TryReadDigits(string digits, out long number)
        => long.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out number) && IsValid(number);

    private static Refusal Invalid(string shown) => new(
        RefusalKind.Invalid,
        "asset.as-number-invalid",
        $"{shown} is not an AS number. Give a whole number from 1 to {Greatest.ToString(CultureInfo.InvariantCulture)}, for example 64496.");
}
