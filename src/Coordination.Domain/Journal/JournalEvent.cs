namespace Coordination.Domain.Journal;

/// <summary>An event on its way into the journal.</summary>
/// <param name="Type">Its stable name, for example <c>incident-opened</c>.</param>
/// <param name="Schema">The version of its body's shape, from 1.</param>
/// <param name="At">When it happened, to the microsecond, UTC.</param>
/// <param name="Actor">Who did it.</param>
/// <param name="Cause">The operation or message that led to it.</param>
/// <param name="Body">The event as UTF-8 JSON; storage encrypts it under the stream's key.</param>
/// <param name="Exercise">It is part of an exercise: nothing that follows from it leaves the system.</param>
public sealed record JournalEvent(string Type, int Schema, DateTimeOffset At, Actor Actor, string Cause, ReadOnlyMemory<byte> Body, bool Exercise = false);

/// <summary>An event as it was written.</summary>
/// <param name="Position">Its place in the whole journal, ascending, gaps allowed.</param>
public sealed record RecordedEvent(StreamId Stream, long Version, long Position, string Type, int Schema, DateTimeOffset At, Actor Actor, string Cause, ReadOnlyMemory<byte> Body, bool Exercise = false);
