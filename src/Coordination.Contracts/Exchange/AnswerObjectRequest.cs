namespace Coordination.Contracts.Exchange;

/// <summary>Answers an object that a partner gave: it leaves to that partner as a note on the object, or as a sighting of the indicator.</summary>
public sealed record AnswerObjectRequest
{
    /// <summary>What we say. It leaves as it is written.</summary>
    public required string Text { get; init; }

    /// <summary>Under which it leaves.</summary>
    public required Tlp Label { get; init; }

    /// <summary>That the indicator was seen here; only for indicators.</summary>
    public SeenHere? Seen { get; init; }
}

/// <summary>When something was seen here, and how often.</summary>
/// <param name="Count">From 1 to 999,999,999.</param>
public sealed record SeenHere(DateTimeOffset First, DateTimeOffset Last, int Count = 1);
