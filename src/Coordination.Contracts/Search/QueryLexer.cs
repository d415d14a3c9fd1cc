using System.Net;
using System.Text;

namespace Coordination.Contracts.Search;

/// <summary>A value as it stands in the text; <see cref="Text"/> is without quotation marks.</summary>
internal readonly record struct RawValue(int Start, int Length, string Text, bool Quoted, bool Open)
{
    public int End => Start + Length;
}

/// <summary>A term as it stands in the text, not yet understood. A free word or phrase has no field and one value.</summary>
internal sealed record RawTerm(int Start, int End, bool Negated, string? Field, int FieldStart, QueryOperator Operator, int ValuesStart, IReadOnlyList<RawValue> Values);

/// <summary>Cuts a query into terms. It refuses nothing: what a term means, and whether it means anything, is the parser's business; the completion needs unfinished terms too.</summary>
internal sealed class QueryLexer
{
    private readonly string _text;
    private int _at;

    private QueryLexer(string text) => _text = text;

    public static IReadOnlyList<RawTerm> Read(string text)
    {
        var lexer = new QueryLexer(text);
        var terms = new List<RawTerm>();
        while (lexer.SkipSpace())
        {
            terms.Add(lexer.Term());
        }

        return terms;
    }

    private bool More => _at < _text.Length;

    private bool SkipSpace()
    {
        while (More && char.IsWhiteSpace(_text[_at]))
        {
            _at++;
        }

        return More;
    }

    private RawTerm Term()
    {
        var start = _at;
        var negated = _text[_at] == '-';
        if (negated)
        {
            _at++;
        }

        var fieldStart = _at;
        var field = Field();
        if (field is null)
        {
            var valueStart = _at;
            var only = More && _text[_at] == '"' ? Quoted() : Bare(stopAtComma: false);
            return new(start, _at, negated, null, fieldStart, QueryOperator.Equal, valueStart, [only]);
        }

        var comparison = Operator();
        var valuesStart = _at;
        var values = new List<RawValue>();
        while (true)
        {
            values.Add(More && _text[_at] == '"' ? Quoted() : Bare(stopAtComma: true));
            if (!More || _text[_at] != ',')
            {
                return new(start, _at, negated, field, fieldStart, comparison, valuesStart, values);
            }

            _at++;
        }
    }

    /// <summary>The name before a colon, or null. Addresses have colons too and are words: people paste them.</summary>
    private string? Field()
    {
        var end = _at;
        while (end < _text.Length && char.IsAsciiLetter(_text[end]))
        {
            end++;
        }

        if (end == _at || end == _text.Length || _text[end] != ':')
        {
            return null;
        }

        var name = _text[_at..end].ToLowerInvariant();
        if (!QueryFields.Has(name) && (_text.AsSpan(end).StartsWith("://") || IPAddress.TryParse(_text.AsSpan(_at, WordEnd(stopAtComma: false) - _at), out _)))
        {
            return null;
        }

        _at = end + 1;
        return name;
    }

    private QueryOperator Operator()
    {
        var (comparison, length) = _text.AsSpan(_at) switch
        {
            ['<', '=', ..] => (QueryOperator.LessOrEqual, 2),
            ['>', '=', ..] => (QueryOperator.GreaterOrEqual, 2),
            ['<', ..] => (QueryOperator.Less, 1),
            ['>', ..] => (QueryOperator.Greater, 1),
            ['=', ..] => (QueryOperator.Equal, 1),
            _ => (QueryOperator.Equal, 0),
        };
        _at += length;
        return comparison;
    }

    private int WordEnd(bool stopAtComma)
    {
        var end = _at;
        while (end < _text.Length && !char.IsWhiteSpace(_text[end]) && !(stopAtComma && _text[end] == ','))
        {
            end++;
        }

        return end;
    }

    private RawValue Bare(bool stopAtComma)
    {
        var start = _at;
        _at = WordEnd(stopAtComma);
        return new(start, _at - start, _text[start.._at], Quoted: false, Open: false);
    }

    private RawValue Quoted()
    {
        var start = _at++;
        var value = new StringBuilder();
        while (More)
        {
            var letter = _text[_at++];
            if (letter == '"')
            {
                return new(start, _at - start, value.ToString(), Quoted: true, Open: false);
            }

            if (letter == '\\' && More && _text[_at] is '"' or '\\')
            {
                letter = _text[_at++];
            }

            value.Append(letter);
        }

        return new(start, _at - start, value.ToString(), Quoted: true, Open: true);
    }
}
