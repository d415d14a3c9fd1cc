namespace Coordination.Contracts.Search;

/// <summary>Values that only the caller knows.</summary>
public sealed record QueryValues
{
    public static readonly QueryValues None = new();

    /// <summary>Abbreviations of institutions.</summary>
    public IReadOnlyList<QuerySuggestion> Institutions { get; init; } = [];
    public IReadOnlyList<QuerySuggestion> Owners { get; init; } = [];
    public IReadOnlyList<QuerySuggestion> Tags { get; init; } = [];
}

/// <summary>Something that could be written.</summary>
/// <param name="Text">What is put into the query.</param>
/// <param name="Hint">What it means, for people; may be empty.</param>
public sealed record QuerySuggestion(string Text, string Hint = "");

/// <summary>What could stand at a place of a query: replaces <see cref="Length"/> characters from <see cref="Start"/>.</summary>
public sealed record QueryCompletion(int Start, int Length, IReadOnlyList<QuerySuggestion> Suggestions)
{
    /// <summary>The most that is suggested at once.</summary>
    public const int MaxSuggestions = 20;

    /// <summary>Suggests fields, or values of the field that the caret stands in.</summary>
    public static QueryCompletion At(string? text, int caret, QueryValues? values = null, QuerySubject subject = QuerySubject.Incidents)
    {
        text ??= "";
        caret = Math.Clamp(caret, 0, text.Length);
        var term = QueryLexer.Read(text).FirstOrDefault(each => each.Start <= caret && caret <= each.End);
        if (term is null)
        {
            return Fields(caret, 0, "", subject);
        }

        if (term.Field is null || caret < term.ValuesStart)
        {
            return term.Values[0].Quoted && term.Field is null
                ? new(caret, 0, [])
                : Name(text, caret, term, subject);
        }

        var value = term.Values.Last(each => each.Start <= caret || each == term.Values[0]);
        // Known ages already carry their operator, so there it is part of what is replaced.
        var start = QueryFields.Find(term.Field, subject) is { Values: [{ Value: ['<' or '>', ..] }, ..] } ? term.FieldStart + term.Field.Length + 1 : value.Start;
        return Values(term.Field, start, value.End - start, text[start..Math.Max(start, caret)].TrimStart('"'), values ?? QueryValues.None, subject);
    }

    private static QueryCompletion Name(string text, int caret, RawTerm term, QuerySubject subject)
    {
        var start = Math.Min(term.FieldStart, caret);
        // The colon is written with the name, so the old one goes.
        var end = term.Field is { } field ? term.FieldStart + field.Length + 1 : term.End;
        return Fields(start, end - start, text[start..Math.Min(caret, end)], subject);
    }

    private static QueryCompletion Fields(int start, int length, string beginning, QuerySubject subject)
        => new(start, length, [.. QueryFields.Of(subject)
            .Where(field => field.Name.StartsWith(beginning.TrimEnd(':'), StringComparison.OrdinalIgnoreCase))
            .Select(field => new QuerySuggestion(field.Name + ":", field.Hint))]);

    private static QueryCompletion Values(string field, int start, int length, string beginning, QueryValues values, QuerySubject subject)
    {
        var known = QueryFields.Find(field, subject)?.Values.Select(each => new QuerySuggestion(each.Value, each.Hint)) ?? [];
        IEnumerable<QuerySuggestion> dynamic = (field switch
        {
            "institution" => values.Institutions,
            "owner" => values.Owners,
            "tag" => values.Tags,
            _ => [],
        }).Select(each => each with { Text = QueryText.Value(each.Text) });
        return new(start, length, [.. known.Concat(dynamic)
            .Where(each => each.Text.TrimStart('"').StartsWith(beginning, StringComparison.OrdinalIgnoreCase)
                || (beginning.Length > 1 && each.Hint.Contains(beginning, StringComparison.OrdinalIgnoreCase)))
            .Take(MaxSuggestions)]);
    }
}
