using System.Globalization;

namespace Coordination.Domain.Intake.Normal;

/// <summary>How what someone sent is repeated in a sentence: short, on one line.</summary>
internal static class Shown
{
    public static string Quoted(string? text)
    {
        if (string.IsNullOrWhiteSpace(text))
        {
            return "An empty text";
        }

        var shown = text.Trim();
        shown = shown.Length > 80 ? string.Concat(shown.AsSpan(0, 79), "…") : shown;
        return string.Create(CultureInfo.InvariantCulture, $"'{string.Concat(shown.Select(Printable))}'");
    }

    // Half a pair left by the cut cannot be written as UTF-8.
    private static char Printable(char character) => char.IsControl(character) || char.IsSurrogate(character) ? '?' : character;
}
