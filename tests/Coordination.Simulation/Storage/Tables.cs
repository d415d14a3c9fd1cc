using Coordination.Domain.Journal;

namespace Coordination.Simulation.Storage;

/// <summary>An event as it stands in the journal, with what the checker wants to know of its writing.</summary>
/// <param name="Written">When its group was committed, by the database's clock.</param>
/// <param name="Step">The step of the execution at which it was.</param>
/// <param name="Group">Which commit of the whole database it was.</param>
internal sealed record EventRow(long Position, StreamId Stream, long Version, JournalEvent Event, byte[] Stored, byte[] Hash, DateTimeOffset Written, int Step, long Group)
{
    private RecordedEvent? _recorded;

    /// <summary>As the journal's port gives it.</summary>
    public RecordedEvent Recorded
        => _recorded ??= new(Stream, Version, Position, Event.Type, Event.Schema, Event.At, Event.Actor, Event.Cause, Event.Body, Event.Exercise);
}

/// <summary>A stream's head.</summary>
internal sealed record StreamRow(StreamId Stream, long Version, byte[] Hash, byte[]? WrappedKey);

/// <summary>A message of the outbox.</summary>
/// <param name="Number">In the order of arming: what is equally urgent and due is served in this order.</param>
internal sealed record MessageRow(
    OutboxMessage Message, long Number, string? Owner = null, DateTimeOffset? LeaseUntil = null, string? ParkedCode = null, string? ParkedDetail = null)
{
    public bool IsParked => ParkedCode is not null;
}

internal sealed record ClosedKeyRow(DateTimeOffset At, int Step, long Position);

/// <summary>A row of a row table.</summary>
internal sealed record RowRow(string Id, StreamId Stream, long Version, byte[] Body)
{
    private object? _value;

    /// <summary>The row as an object; read once, since rows are never changed.</summary>
    public TRow Value<TRow>() where TRow : class => (TRow)(_value ??= Domain.DomainJson.Read<TRow>(Body));
}

/// <summary>A message was given to a process to be worked on.</summary>
/// <param name="From">Who held it before, where someone did.</param>
/// <param name="FromUntil">Until when.</param>
/// <param name="FromIsGone">Its holder was known to be gone: killed, or given up by the others.</param>
internal sealed record HandOut(string Message, int Step, DateTimeOffset At, string To, DateTimeOffset Due, string? From = null, DateTimeOffset? FromUntil = null, bool FromIsGone = false);
