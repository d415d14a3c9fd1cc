namespace Coordination.Storage.Rows;

/// <summary>What a person typed to search for, taken apart so that nothing of it has a meaning but itself.</summary>
internal sealed class SearchWords
{
    private SearchWords(string typed, IReadOnlyList<string> words, bool isPhrase) => (Typed, Words, IsPhrase) = (typed, words, isPhrase);

    /// <summary>All of it, with spaces for control characters.</summary>
    public string Typed { get; }

    /// <summary>What stands between spaces and has anything to look for.</summary>
    public IReadOnlyList<string> Words { get; }

    /// <summary>It is found as a whole, in its order, and its last word is no beginning.</summary>
    public bool IsPhrase { get; }

    /// <summary>The tokens that must follow one another: those of each word, or of the whole phrase. Unless it is a phrase, the very last token may be a beginning.</summary>
    public IReadOnlyList<IReadOnlyList<string>> Runs => IsPhrase ? [SearchTokens.Of(Typed)] : [.. Words.Select(SearchTokens.Of)];

    /// <summary>Null where there is nothing that could be looked for.</summary>
    public static SearchWords? Of(string typed, bool isPhrase)
    {
        var text = string.Concat(CleanText.Of(typed).Select(letter => char.IsControl(letter) ? ' ' : letter));
        var words = text.Split(' ', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Where(word => word.EnumerateRunes().Any(SearchTokens.IsOfToken)).ToList();
        return words.Count == 0 ? null : new(text, words, isPhrase);
    }
}
