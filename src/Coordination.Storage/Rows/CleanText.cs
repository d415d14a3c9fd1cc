namespace Coordination.Storage.Rows;

/// <summary>Texts that every database takes: a NUL character, and half of a surrogate pair, are replaced by U+FFFD.</summary>
internal static class CleanText
{
    private const char Replacement = '\uFFFD';

    /// <summary>The text itself where nothing is wrong with it.</summary>
    public static string Of(string text)
    {
        for (var index = 0; index < text.Length; index++)
        {
            if (IsDoubtful(text[index]))
            {
                return Cleaned(text, index);
            }
        }

        return text;
    }

    private static string Cleaned(string text, int from) => string.Create(text.Length, (text, from), static (clean, given) =>
    {
        given.text.CopyTo(clean);
        for (var index = given.from; index < clean.Length; index++)
        {
            if (char.IsHighSurrogate(clean[index]) && index + 1 < clean.Length && char.IsLowSurrogate(clean[index + 1]))
            {
                index++;
            }
            else if (IsDoubtful(clean[index]))
            {
                clean[index] = Replacement;
            }
        }
    });

    private static bool IsDoubtful(char letter) => letter == '\0' || char.IsSurrogate(letter);
}
