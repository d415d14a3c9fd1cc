using System.Globalization;

namespace Coordination.Connectors.Stix.Patterns;

/// <summary>Reads the whole grammar of patterns; what of it can be evaluated says <see cref="PatternComparison"/>.</summary>
internal sealed class PatternParser
{
    /// <summary>Parentheses within one another.</summary>
    private const int MostNested = 50;
    private readonly PatternLexer _lexer;
    private PatternToken _now;
    private int _nested;

    private PatternParser(string text)
    {
        _lexer = new(text);
        _now = _lexer.Next();
    }

    /// <summary>Reads a pattern; or says where it cannot be read.</summary>
    public static PatternNode Read(string text)
    {
        var parser = new PatternParser(text);
        try
        {
            var node = parser.Observations();
            parser.Expect(PatternTokenKind.End, "");
            return node;
        }
        catch (PatternException failure)
        {
            return new UnclearNode(string.Create(CultureInfo.InvariantCulture, $"The pattern cannot be read from character {failure.At + 1} on."));
        }
    }

    private PatternNode Observations()
    {
        var first = Joined("OR", () => Joined("AND", Observation));
        if (!IsWord("FOLLOWEDBY"))
        {
            return first;
        }

        while (TakeWord("FOLLOWEDBY"))
        {
            Joined("OR", () => Joined("AND", Observation));
        }

        return new UnclearNode("What follows what (FOLLOWEDBY) is not evaluated here.");
    }

    private PatternNode Observation()
    {
        PatternNode node;
        if (TakeSign("["))
        {
            node = Comparisons();
            Expect(PatternTokenKind.Sign, "]");
        }
        else
        {
            node = Nested(Observations);
        }

        while (_now is { Kind: PatternTokenKind.Word, Text: "START" or "WITHIN" or "REPEATS" })
        {
            var word = Take().Text;
            Expect(word == "START" ? PatternTokenKind.Special : PatternTokenKind.Number);
            Expect(PatternTokenKind.Word, word switch { "START" => "STOP", "WITHIN" => "SECONDS", _ => "TIMES" });
            if (word == "START")
            {
                Expect(PatternTokenKind.Special);
            }

            node = new UnclearNode($"How often and how soon ({word}) is not evaluated here.");
        }

        return node;
    }

    private PatternNode Comparisons() => Joined("OR", () => Joined("AND", Comparison));

    private PatternNode Comparison()
    {
        if (_now is { Kind: PatternTokenKind.Sign, Text: "(" })
        {
            return Nested(Comparisons);
        }

        var exists = TakeWord("NOT") && !IsWord("EXISTS") ? throw Wrong() : TakeWord("EXISTS");
        var path = Expect(PatternTokenKind.Path).Text;
        if (exists)
        {
            return new UnclearNode("Whether a property is there (EXISTS) is not evaluated here.");
        }

        var negated = TakeWord("NOT");
        var comparison = _now switch
        {
            { Kind: PatternTokenKind.Sign, Text: "=" or "==" or "!=" or "<>" or "<" or "<=" or ">" or ">=" } => Take().Text,
            { Kind: PatternTokenKind.Word, Text: "IN" or "LIKE" or "MATCHES" or "ISSUBSET" or "ISSUPERSET" } => Take().Text,
            _ => throw Wrong(),
        };
        return PatternComparison.Of(path, comparison, negated, comparison == "IN" ? List() : [Constant()]);
    }

    private List<string> List()
    {
        Expect(PatternTokenKind.Sign, "(");
        var constants = new List<string> { Constant() };
        while (TakeSign(","))
        {
            constants.Add(Constant());
        }

        Expect(PatternTokenKind.Sign, ")");
        return constants;
    }

    private string Constant() => _now switch
    {
        { Kind: PatternTokenKind.Text or PatternTokenKind.Number or PatternTokenKind.Special } or { Kind: PatternTokenKind.Word, Text: "TRUE" or "FALSE" } => Take().Text,
        _ => throw Wrong(),
    };

    private PatternNode Joined(string word, Func<PatternNode> part)
    {
        var first = part();
        if (!IsWord(word))
        {
            return first;
        }

        var parts = new List<PatternNode> { first };
        while (TakeWord(word))
        {
            parts.Add(part());
        }

        return new JoinedNode(parts, word == "AND");
    }

    private PatternNode Nested(Func<PatternNode> inside)
    {
        Expect(PatternTokenKind.Sign, "(");
        if (++_nested > MostNested)
        {
            throw Wrong();
        }

        var node = inside();
        _nested--;
        Expect(PatternTokenKind.Sign, ")");
        return node;
    }

    private bool IsWord(string word) => _now.Kind == PatternTokenKind.Word && _now.Text == word;

    private bool TakeWord(string word) => IsWord(word) && Take() is { };

    private bool TakeSign(string sign) => _now.Kind == PatternTokenKind.Sign && _now.Text == sign && Take() is { };

    private PatternToken Take()
    {
        var token = _now;
        _now = _lexer.Next();
        return token;
    }

    private PatternToken Expect(PatternTokenKind kind, string? text = null) => _now.Kind == kind && (text is null || _now.Text == text) ? Take() : throw Wrong();

    private PatternException Wrong() => new(_now.At);

    private sealed class PatternException(int at) : Exception
    {
        public int At => at;
    }
}
