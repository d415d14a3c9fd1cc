namespace Coordination.Connectors;

/// <summary>What others say, made fit for a header, a ledger or people: on one line, and not too long.</summary>
public static class OneLine
{
    /// <summary>Every control character and line separator becomes a space: no text can begin a new header or a new line of a log.</summary>
    public static string Of(string? text, int limit)
    {
        var line = string.Concat((text ?? "").Select(c => char.IsControl(c) || c is '\u2028' or '\u2029' ? ' ' : c)).Trim();
        if (line.Length <= limit)
        {
            return line;
        }

        // Not between the halves of a pair.
        var cut = char.IsHighSurrogate(line[limit - 2]) ? limit - 2 : limit - 1;
        return string.Concat(line.AsSpan(0, cut), "…");
    }
}
