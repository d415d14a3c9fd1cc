namespace Coordination.Domain.Journal;

/// <summary>The scheduled outbox as those see it who deliver. All times are of the corrected clock.</summary>
public interface IOutbox
{
    /// <summary>Takes due messages under lease, most urgent class and oldest first: those that nobody holds, and those whose lease is over or whose process is gone.</summary>
    /// <param name="places">How many of each class are taken at most, from 1. A class that is not named is left alone, so that a full one hides nothing of the others.</param>
    Task<IReadOnlyList<OutboxMessage>> ClaimDueAsync(IReadOnlyDictionary<Priority, int> places, CancellationToken cancellationToken);

    /// <summary>When the next message of these classes that can be had becomes due, or null.</summary>
    Task<DateTimeOffset?> NextDueAsync(IReadOnlyCollection<Priority> classes, CancellationToken cancellationToken);

    /// <summary>Prolongs leases by their full time. Returns those that are still held.</summary>
    Task<IReadOnlySet<string>> RenewAsync(IReadOnlyCollection<string> messageIds, CancellationToken cancellationToken);

    /// <summary>Gives messages back, to be delivered again at a time. No failure is counted.</summary>
    Task ReleaseAsync(IReadOnlyCollection<string> messageIds, DateTimeOffset due, CancellationToken cancellationToken);

    /// <summary>Reports that handling failed: delivered again later, or parked when that has happened too often.</summary>
    Task FailAsync(string messageId, string code, string detail, CancellationToken cancellationToken);

    /// <summary>Whether nothing has closed the key yet.</summary>
    Task<bool> IsKeyOpenAsync(string key, CancellationToken cancellationToken);

    /// <summary>What people must look at.</summary>
    Task<IReadOnlyList<ParkedMessage>> ListParkedAsync(CancellationToken cancellationToken);

    /// <summary>Puts a parked message into service again. False if there is none of that id.</summary>
    Task<bool> UnparkAsync(string messageId, CancellationToken cancellationToken);

    /// <summary>How much waits, and how late the oldest is.</summary>
    Task<OutboxState> StateAsync(CancellationToken cancellationToken);

    /// <summary>Where the journal puts messages that it has just written already leased to this process, so that they need not be looked for. Returns false when full: then they are written unleased.</summary>
    IOutboxIntake? Intake { get; set; }
}

/// <summary>The dispatcher's front door for messages that are due at once.</summary>
public interface IOutboxIntake
{
    /// <summary>Reserves places for that many messages of a class, or refuses.</summary>
    bool TryReserve(Priority priority, int count);

    /// <summary>Gives back places that were reserved and are not used.</summary>
    void CancelReservation(Priority priority, int count);

    /// <summary>Takes messages for which places were reserved. They are written and leased.</summary>
    void Accept(IReadOnlyList<OutboxMessage> messages);

    /// <summary>Something was armed that is due at this time: look no later than then.</summary>
    void Nudge(DateTimeOffset due);
}

/// <summary>How the outbox stands.</summary>
/// <param name="Armed">All messages that are not parked.</param>
/// <param name="Overdue">Due and not done.</param>
/// <param name="OldestDue">Due time of the oldest that is due and not done.</param>
public sealed record OutboxState(long Armed, long Overdue, long Parked, DateTimeOffset? OldestDue);
