using System.Globalization;
using System.Text;

namespace Coordination.Storage.Sqlite.Rows;

/// <summary>Turns what a person typed into a full-text query in which nothing of it has a meaning of its own.</summary>
internal static class SearchWords
{
    /// <summary>The query, or null where there is nothing that could be looked for.</summary>
    public static string? Query(string typed, bool phrase)
    {
        // A NUL would end the query inside its quotation marks.
        var text = string.Concat(typed.Select(letter => char.IsControl(letter) ? ' ' : letter));
        var words = text.Split(' ', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Where(HasToken).Select(Quote).ToList();
        if (words.Count == 0)
        {
            return null;
        }

        return phrase ? Quote(text) : string.Join(" AND ", words) + "*";
    }

    // The index splits at everything but letters, marks, digits and private characters; a word of other characters has nothing to look for.
    private static bool HasToken(string word) => word.EnumerateRunes().Any(rune => Rune.GetUnicodeCategory(rune)
        is UnicodeCategory.UppercaseLetter or UnicodeCategory.LowercaseLetter or UnicodeCategory.TitlecaseLetter or UnicodeCategory.ModifierLetter or UnicodeCategory.OtherLetter
        or UnicodeCategory.DecimalDigitNumber or UnicodeCategory.LetterNumber or UnicodeCategory.OtherNumber or UnicodeCategory.PrivateUse);

    private static string Quote(string word) => "\"" + word.Replace("\"", "\"\"", StringComparison.Ordinal) + "\"";
}
