namespace Coordination.Domain.Journal;

/// <summary>The journal as auditors read it. Nothing can be changed through it.</summary>
public interface IJournalHistory
{
    /// <summary>What fits, the newest first, in the order of commits.</summary>
    Task<HistoryPage> FindAsync(HistoryQuery query, CancellationToken cancellationToken);

    /// <summary>The streams that an export of this time holds events of.</summary>
    Task<IReadOnlyList<StreamId>> StreamsAsync(DateTimeOffset from, DateTimeOffset to, CancellationToken cancellationToken);

    /// <summary>Writes all that was written in a time, and up to a minute more on either side, with the chain and the signed checkpoints that prove it.</summary>
    Task ExportAsync(DateTimeOffset from, DateTimeOffset to, Stream target, CancellationToken cancellationToken);

    /// <summary>Writes the streams of one thing whole, with the hashes that prove where in the chain they stand.</summary>
    /// <param name="told">Other streams that tell its story.</param>
    Task ExportAsync(StreamId thing, IReadOnlyList<StreamId> told, Stream target, CancellationToken cancellationToken);
}

/// <summary>What is looked for in the journal. What is null does not matter.</summary>
public sealed record HistoryQuery
{
    public DateTimeOffset? From { get; init; }

    /// <summary>Before this moment.</summary>
    public DateTimeOffset? To { get; init; }

    /// <summary>By one of these.</summary>
    public IReadOnlyCollection<string>? Actors { get; init; }

    /// <summary>The kind of thing: what streams' names begin with.</summary>
    public string? Kind { get; init; }

    /// <summary>The name of the event.</summary>
    public string? Type { get; init; }

    /// <summary>Only in these streams.</summary>
    public IReadOnlyList<StreamId>? Streams { get; init; }

    /// <summary>Only before this position: where the page before ended.</summary>
    public long? Before { get; init; }

    public int Limit { get; init; } = 100;
}

/// <summary>What was found, and from where to go on; null where nothing is left. One request looks only so far, so a page may be short, or empty, and yet not the last.</summary>
/// <param name="ReachedAt">When what was looked at last had happened.</param>
public sealed record HistoryPage(IReadOnlyList<HistoryEvent> Events, long? Next, DateTimeOffset? ReachedAt);

/// <summary>An event as it stands in the journal.</summary>
/// <param name="Body">Null where its stream has been erased.</param>
/// <param name="Hash">By which it is chained, in lower-case hexadecimal.</param>
public sealed record HistoryEvent(
    StreamId Stream, long Version, long Position, string Type, DateTimeOffset At, Actor Actor, string Cause, bool Exercise, ReadOnlyMemory<byte>? Body, string Hash);
