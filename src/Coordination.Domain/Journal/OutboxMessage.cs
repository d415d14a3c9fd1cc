using System.Diagnostics;

namespace Coordination.Domain.Journal;

/// <summary>Who is served first when there is more to do than places. Each class has places that no other takes.</summary>
public enum Priority
{
    Escalation = 0,
    Notification = 1,
    HandOff = 2,
    Bulk = 3,
}

/// <summary>A message that a commit arms: a timeout, a retry, a notification or a hand-off to another thing.</summary>
/// <param name="Target">Who takes it: a stream (<c>escalation/…</c>), a route (<c>correlation/…</c>) or a sender (<c>send/mail/…</c>).</param>
/// <param name="Body">The command or order as UTF-8 JSON.</param>
/// <param name="Due">When it is delivered; null is at once.</param>
/// <param name="Key">Closing this key deletes the message; nothing can be recorded under it afterwards.</param>
public sealed record Armed(StreamId Target, ReadOnlyMemory<byte> Body, Priority Priority, DateTimeOffset? Due = null, string? Key = null);

/// <summary>An armed message with its name, as storage keeps it and as it is delivered.</summary>
/// <param name="Id">Sender's stream, version and number: <c>incident/42/7/0</c>. Deterministic, so that what leaves can carry it.</param>
/// <param name="Claims">How often it has been taken up; a message that kills its process is parked by this.</param>
/// <param name="Failures">How often its handling was reported as failed.</param>
public sealed record OutboxMessage(string Id, StreamId Target, ReadOnlyMemory<byte> Body, Priority Priority, DateTimeOffset Due, string? Key, long SenderVersion, int Claims = 0, int Failures = 0)
{
    /// <summary>The span that armed it, while it is in memory. It is not kept: what is swept later begins a trace of its own.</summary>
    public ActivityContext Cause { get; init; }
}

/// <summary>A message that was taken out of service and is shown to people.</summary>
public sealed record ParkedMessage(string Id, StreamId Target, string Code, string Detail, DateTimeOffset Due, int Failures);
