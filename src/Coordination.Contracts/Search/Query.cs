namespace Coordination.Contracts.Search;

/// <summary>What a person asks for: conditions that must all hold. None is everything. Written and read by <see cref="ToString"/> and <see cref="Parse"/>.</summary>
public sealed record Query(Choices<QueryCondition> Conditions)
{
    /// <summary>The longest text that is read.</summary>
    public const int MaxLength = 2_000;

    /// <summary>The most conditions, and the most values of one of them.</summary>
    public const int MaxConditions = 50;

    public static readonly Query Everything = new([]);

    /// <summary>Reads a query. It never throws; what could not be read is in the errors, and the rest in the query.</summary>
    public static ParsedQuery Parse(string? text, QuerySubject subject = QuerySubject.Incidents) => QueryParser.Parse(text ?? "", subject);

    /// <summary>The query as it is written; reading that gives an equal query.</summary>
    public override string ToString() => string.Join(' ', Conditions);
}

/// <summary>What is looked for: each has fields of its own.</summary>
public enum QuerySubject
{
    Incidents,
    Advisories,
}

/// <summary>What became of a text.</summary>
/// <param name="Query">The conditions that were understood.</param>
/// <param name="Errors">What was not, in the order of the text.</param>
public sealed record ParsedQuery(Query Query, IReadOnlyList<QueryError> Errors)
{
    public bool IsValid => Errors.Count == 0;

    /// <summary>The first error as a refusal; it names the character, counted from 1.</summary>
    public Refusal? Refusal => Errors is [var first, ..]
        ? new(RefusalKind.Invalid, "query.invalid", $"At character {first.Position + 1}: {first.Message}")
        : null;
}

/// <summary>Something in a query that cannot be understood.</summary>
/// <param name="Position">Where it begins, in characters from 0.</param>
/// <param name="Length">How long it is; 0 where something is missing.</param>
/// <param name="Message">A sentence that says what to do.</param>
public sealed record QueryError(int Position, int Length, string Message);
