using System.Globalization;
using System.Text;

namespace Coordination.Domain.Attachments;

/// <summary>
/// File names as they are kept: the last part of a path only, and nothing in it that would write elsewhere, end a header, or show another name than it is
/// (after a right-to-left override, <c>fdp.exe</c> reads as <c>exe.pdf</c>).
/// </summary>
public static class FileName
{
    public const int MaxLength = 200;

    /// <summary>Names that Windows takes for devices, with whatever ending.</summary>
    private static readonly HashSet<string> Devices = new(
        ["CON", "PRN", "AUX", "NUL", "CONIN$", "CONOUT$", .. Enumerable.Range(0, 10).SelectMany(number => new[] { $"COM{number}", $"LPT{number}" })], StringComparer.OrdinalIgnoreCase);

    /// <summary>The name without its folders; false where it cannot be one.</summary>
    public static bool TryRead(string? given, out string name)
    {
        name = "";
        if (given is null || given.Length > 4_000 || given.EnumerateRunes().Any(rune => rune == Rune.ReplacementChar || IsHidden(rune)))
        {
            return false;
        }

        // Blanks and dots at the end are dropped by some systems, and then it is another name.
        var last = given[(given.LastIndexOfAny(['/', '\\']) + 1)..].Normalize().Trim().TrimEnd('.', ' ');
        if (last.Length is 0 or > MaxLength || last.IndexOfAny(['<', '>', ':', '"', '|', '?', '*']) >= 0 || Devices.Contains(last.Split('.')[0].TrimEnd()))
        {
            return false;
        }

        name = last;
        return true;
    }

    /// <summary>Control characters, and those that nobody sees: directions, joiners, breaks of lines, private and unassigned ones.</summary>
    private static bool IsHidden(Rune rune) => Rune.GetUnicodeCategory(rune) is
        UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator
        or UnicodeCategory.Surrogate or UnicodeCategory.PrivateUse or UnicodeCategory.OtherNotAssigned;
}
