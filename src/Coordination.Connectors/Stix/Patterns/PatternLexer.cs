using System.Buffers;
using System.Text;

namespace Coordination.Connectors.Stix.Patterns;

/// <summary>What a piece of a pattern is.</summary>
internal enum PatternTokenKind
{
    End,

    /// <summary>Brackets, parentheses, a comma, a comparison sign.</summary>
    Sign,

    /// <summary>A word of the language, in capitals.</summary>
    Word,

    /// <summary>An object path, as <c>file:hashes.'SHA-256'</c>.</summary>
    Path,

    /// <summary>A text constant, without its quotes.</summary>
    Text,
    Number,

    /// <summary>A time, hexadecimal or base64 constant.</summary>
    Special,

    /// <summary>Nothing that the language has.</summary>
    Wrong,
}

/// <summary>A piece of a pattern and where it begins.</summary>
internal readonly record struct PatternToken(PatternTokenKind Kind, string Text, int At);

/// <summary>Takes a pattern apart.</summary>
internal sealed class PatternLexer(string text)
{
    private static readonly SearchValues<char> Letters = SearchValues.Create("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-");
    private int _at;

    public PatternToken Next()
    {
        while (_at < text.Length && char.IsWhiteSpace(text[_at]))
        {
            _at++;
        }

        var begin = _at;
        if (begin == text.Length)
        {
            return new(PatternTokenKind.End, "", begin);
        }

        var first = text[begin];
        return first switch
        {
            '[' or ']' or '(' or ')' or ',' => Taken(PatternTokenKind.Sign, 1),
            '!' or '=' or '<' or '>' => Taken(PatternTokenKind.Sign, begin + 1 < text.Length && (first, text[begin + 1]) is ('!' or '=' or '<' or '>', '=') or ('<', '>') ? 2 : 1),
            '\'' => Quoted(begin, PatternTokenKind.Text),
            't' or 'h' or 'b' when begin + 1 < text.Length && text[begin + 1] == '\'' => Quoted(begin + 1, PatternTokenKind.Special),
            >= '0' and <= '9' or '-' or '+' or '.' => Taken(PatternTokenKind.Number, Length(letter => char.IsAsciiDigit(letter) || letter is '-' or '+' or '.' or 'e' or 'E')),
            _ when Letters.Contains(first) => Named(begin),
            _ => new(PatternTokenKind.Wrong, first.ToString(), begin),
        };
    }

    private PatternToken Named(int begin)
    {
        var length = Length(Letters.Contains);
        if (begin + length == text.Length || text[begin + length] != ':')
        {
            var word = text.Substring(begin, length).ToUpperInvariant();
            _at += length;
            return new(PatternTokenKind.Word, word, begin);
        }

        // The path goes on: names, quoted names and indices, joined by points.
        var path = new StringBuilder(text, begin, length + 1, length + 16);
        _at = begin + length + 1;
        var open = 0;
        while (_at < text.Length)
        {
            if (text[_at] == '\'')
            {
                var quoted = Quoted(_at, PatternTokenKind.Text);
                if (quoted.Kind == PatternTokenKind.Wrong)
                {
                    return quoted;
                }

                path.Append(quoted.Text);
            }
            else if (text[_at] == '.' || text[_at] == '*' || text[_at] == '[' || text[_at] == ']' || Letters.Contains(text[_at]))
            {
                open += text[_at] switch { '[' => 1, ']' => -1, _ => 0 };
                if (open < 0)
                {
                    // This one ends the observation.
                    break;
                }

                path.Append(text[_at++]);
            }
            else
            {
                break;
            }
        }

        return new(PatternTokenKind.Path, path.ToString(), begin);
    }

    private PatternToken Quoted(int quote, PatternTokenKind kind)
    {
        var value = new StringBuilder();
        for (var at = quote + 1; at < text.Length; at++)
        {
            if (text[at] == '\\' && at + 1 < text.Length)
            {
                value.Append(text[++at]);
            }
            else if (text[at] == '\'')
            {
                var begin = _at;
                _at = at + 1;
                return new(kind, value.ToString(), begin);
            }
            else
            {
                value.Append(text[at]);
            }
        }

        return new(PatternTokenKind.Wrong, "'", quote);
    }

    private PatternToken Taken(PatternTokenKind kind, int length)
    {
        var token = new PatternToken(kind, text.Substring(_at, length), _at);
        _at += length;
        return token;
    }

    private int Length(Func<char, bool> belongs)
    {
        var end = _at;
        while (end < text.Length && belongs(text[end]))
        {
            end++;
        }

        return end - _at;
    }
}
