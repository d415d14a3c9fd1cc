using System.Globalization;
using System.Text;

namespace Coordination.Storage.Rows;

/// <summary>
/// The words of a text as a search compares them: runs of letters and digits, lower case, without accents. SQLite's index splits likewise by itself; for the
/// other engines it is done here, for the text and for what is looked for, so that no setting of a server has a say in it.
/// </summary>
internal static class SearchTokens
{
    /// <summary>Words are told apart by so many of their first characters.</summary>
    public const int MaxLength = 100;

    /// <summary>So many words of a text can be found; the indexes have limits of their own not far above.</summary>
    public const int MaxCount = 10_000;

    private const int MaxCharacters = 200_000;

    public static List<string> Of(string text)
    {
        var tokens = new List<string>();
        var token = new StringBuilder();
        var characters = 0;
        foreach (var rune in CleanText.Of(text).Normalize(NormalizationForm.FormD).EnumerateRunes())
        {
            if (IsOfToken(rune))
            {
                if (token.Length < MaxLength - 1)
                {
                    token.Append(Rune.ToLowerInvariant(rune));
                }
            }
            else if (!IsMark(rune))
            {
                End();
            }

            if (tokens.Count == MaxCount || characters > MaxCharacters)
            {
                return tokens;
            }
        }

        End();
        return tokens;

        void End()
        {
            if (token.Length > 0)
            {
                tokens.Add(token.ToString());
                characters += token.Length;
                token.Clear();
            }
        }
    }

    public static bool IsOfToken(Rune rune) => Rune.GetUnicodeCategory(rune)
        is UnicodeCategory.UppercaseLetter or UnicodeCategory.LowercaseLetter or UnicodeCategory.TitlecaseLetter or UnicodeCategory.ModifierLetter or UnicodeCategory.OtherLetter
        or UnicodeCategory.DecimalDigitNumber or UnicodeCategory.LetterNumber or UnicodeCategory.OtherNumber or UnicodeCategory.PrivateUse;

    private static bool IsMark(Rune rune) => Rune.GetUnicodeCategory(rune) is UnicodeCategory.NonSpacingMark or UnicodeCategory.SpacingCombiningMark or UnicodeCategory.EnclosingMark;
}
