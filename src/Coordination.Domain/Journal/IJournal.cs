namespace Coordination.Domain.Journal;

/// <summary>Where everything that happened is written, in one transaction with all that follows from it.</summary>
public interface IJournal
{
    /// <summary>Writes a commit or refuses it whole. Commits of many callers are written together.</summary>
    /// <exception cref="CommitUnknownException">It could not be found out whether it was written. The caller's memory is no longer worth keeping.</exception>
    /// <exception cref="JournalUnavailableException">It was not written: the database is away, or full.</exception>
    Task<CommitOutcome> CommitAsync(Commit commit, CancellationToken cancellationToken);

    /// <summary>How long a stream is, and its events if they are not more than <paramref name="most"/>.</summary>
    /// <exception cref="StreamErasedException">The stream's key has been destroyed, and its events were asked for.</exception>
    Task<OpenedStream> OpenAsync(StreamId stream, int most, CancellationToken cancellationToken);

    /// <summary>The events of a stream after a version, oldest first, decrypted.</summary>
    /// <exception cref="StreamErasedException">The stream's key has been destroyed.</exception>
    Task<IReadOnlyList<RecordedEvent>> ReadStreamAsync(StreamId stream, long afterVersion, CancellationToken cancellationToken);

    /// <summary>Who owns these claims; those that nobody owns are missing.</summary>
    Task<IReadOnlyDictionary<Claim, StreamId>> FindClaimsAsync(IReadOnlyCollection<Claim> claims, CancellationToken cancellationToken);

    /// <summary>What the operation was answered, if it is known (they are kept for seven days).</summary>
    Task<OperationRecord?> FindOperationAsync(StreamId stream, string operationId, CancellationToken cancellationToken);

    /// <summary>Reserves the next <paramref name="count"/> numbers of a sequence and returns the first. Gaps are allowed, repeats are not.</summary>
    Task<long> ReserveNumbersAsync(string sequence, int count, CancellationToken cancellationToken);

    /// <summary>An original as it came, or null.</summary>
    Task<ReadOnlyMemory<byte>?> ReadOriginalAsync(string id, CancellationToken cancellationToken);
}

/// <summary>A stream as it was found.</summary>
/// <param name="Head">The version of its last event, 0 when there is none.</param>
/// <param name="Events">All of them, oldest first, decrypted; null where there are more than were asked for.</param>
public sealed record OpenedStream(long Head, IReadOnlyList<RecordedEvent>? Events)
{
    /// <summary>A stream that nobody has written to.</summary>
    public static readonly OpenedStream Empty = new(0, []);
}

/// <summary>The journal as it grows, for the live feed and for in-memory indexes: what is written late is neither skipped nor waited for.</summary>
public interface IJournalFeed
{
    /// <summary>The journal as it stands. Whoever reads rows after this hears of everything that they did not show.</summary>
    Task<FeedCursor> NowAsync(CancellationToken cancellationToken);

    /// <summary>What has become visible since <paramref name="after"/>, whatever its position: of each stream and type the newest event, in order of position.</summary>
    Task<FeedPage> ReadAsync(FeedCursor after, CancellationToken cancellationToken);

    /// <summary>Completes soon after the next commit of this process. A nudge to look, nothing more.</summary>
    Task WaitForCommitAsync(CancellationToken cancellationToken);
}

/// <summary>How far a reader of the feed has come, in words of the engine.</summary>
public sealed record FeedCursor(string Value);

/// <summary>What is new, and from where to go on.</summary>
public sealed record FeedPage(IReadOnlyList<FeedEntry> Entries, FeedCursor Next);

/// <summary>Something was written.</summary>
/// <param name="At">When its decision was taken.</param>
public sealed record FeedEntry(long Position, StreamId Stream, long Version, string Type, DateTimeOffset At);

/// <summary>It is not known whether a commit was written.</summary>
public sealed class CommitUnknownException : Exception
{
    public CommitUnknownException()
    {
    }

    public CommitUnknownException(string message) : base(message)
    {
    }

    public CommitUnknownException(string message, Exception inner) : base(message, inner)
    {
    }
}

/// <summary>The journal could not be written, and nothing was: the database is away, or full. The same commit may be tried again.</summary>
public sealed class JournalUnavailableException : Exception
{
    public JournalUnavailableException()
    {
    }

    public JournalUnavailableException(string message) : base(message)
    {
    }

    public JournalUnavailableException(string message, Exception inner) : base(message, inner)
    {
    }
}

/// <summary>The stream's key has been destroyed: what it held can no longer be read.</summary>
public sealed class StreamErasedException : Exception
{
    public StreamErasedException()
    {
    }

    public StreamErasedException(string message) : base(message)
    {
    }

    public StreamErasedException(string message, Exception inner) : base(message, inner)
    {
    }
}
