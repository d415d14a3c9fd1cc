using System.Diagnostics;
using Coordination.Contracts;

namespace Coordination.Domain.Journal;

/// <summary>Something that may exist once only across streams, for example a correlation key. The stream that commits it owns it until it releases it.</summary>
public readonly record struct Claim(string Kind, string Value);

/// <summary>A change of one row of what lists and boards show. The commit's stream owns the row.</summary>
/// <param name="Value">The new content; null deletes the row.</param>
public sealed record RowChange(RowTable Table, string Id, object? Value);

/// <summary>The memory of an operation: a repeat with the same request gets the same answer, refusals too.</summary>
/// <param name="Id">The caller's key for it.</param>
/// <param name="RequestHash">Hash of the request, to tell a repeat from a reuse.</param>
/// <param name="Version">The version of the stream after it.</param>
/// <param name="Refusal">The answer, where it was a refusal.</param>
public sealed record OperationRecord(string Id, string RequestHash, long Version, Refusal? Refusal);

/// <summary>A message that is answered without success: parked under a code, in the same transaction.</summary>
public sealed record ParkOrder(string MessageId, string Code, string Detail);

/// <summary>An original as it came, kept beside the journal under the stream's key; its SHA-256 stands in the event.</summary>
public sealed record Original(string Id, ReadOnlyMemory<byte> Bytes);

/// <summary>What is written in one transaction, or not at all.</summary>
public sealed record Commit
{
    public required StreamId Stream { get; init; }

    /// <summary>The version that the stream must have; 0 for a new one. The events get the versions after it.</summary>
    public required long ExpectedVersion { get; init; }
    public IReadOnlyList<JournalEvent> Events { get; init; } = [];
    public IReadOnlyList<RowChange> Rows { get; init; } = [];

    /// <summary>Messages to arm, with their final ids. None may be armed under a key that is closed.</summary>
    public IReadOnlyList<OutboxMessage> Arm { get; init; } = [];

    /// <summary>Ids of messages that this commit answers; each must exist and is deleted.</summary>
    public IReadOnlyList<string> Done { get; init; } = [];

    /// <summary>Messages that this commit takes out of service; each must exist.</summary>
    public IReadOnlyList<ParkOrder> Park { get; init; } = [];

    /// <summary>Keys that must still be open (those of the messages that are answered).</summary>
    public IReadOnlyList<string> OpenKeys { get; init; } = [];

    /// <summary>Keys to close: what is armed under them is deleted.</summary>
    public IReadOnlyList<string> CloseKeys { get; init; } = [];
    public IReadOnlyList<OperationRecord> Operations { get; init; } = [];
    public IReadOnlyList<Claim> Claims { get; init; } = [];

    /// <summary>Claims to give up; one that the stream does not own is ignored.</summary>
    public IReadOnlyList<Claim> Releases { get; init; } = [];
    public IReadOnlyList<Original> Originals { get; init; } = [];

    /// <summary>The spans that asked for it. They are not written.</summary>
    public IReadOnlyList<ActivityContext> Causes { get; init; } = [];
}

/// <summary>What became of a commit.</summary>
public abstract record CommitOutcome;

/// <summary>It was written.</summary>
public sealed record Committed(long Version) : CommitOutcome;

/// <summary>It left no trace. The reasons name everything that stood against it, so that a shell can leave out what cannot be and try the rest.</summary>
public sealed record CommitRefused(IReadOnlyList<CommitConflict> Conflicts) : CommitOutcome;

/// <summary>One thing that stood against a commit.</summary>
public abstract record CommitConflict;

/// <summary>The stream has another version: someone else has written it.</summary>
public sealed record StaleVersion(StreamId Stream, long Expected, long Actual) : CommitConflict;

/// <summary>The message was already answered, or withdrawn. Not an error.</summary>
public sealed record AlreadyDone(string MessageId) : CommitConflict;

/// <summary>The key was closed before: nothing may be recorded under it any more.</summary>
public sealed record KeyClosed(string Key) : CommitConflict;

/// <summary>Another stream owns the claim.</summary>
public sealed record ClaimTaken(Claim Claim, StreamId Owner) : CommitConflict;

/// <summary>The operation was already done; the record holds its answer.</summary>
public sealed record OperationKnown(OperationRecord Record) : CommitConflict;
