using Coordination.Domain.Attachments;
using Coordination.Domain.Journal;

namespace Coordination.Storage;

/// <summary>A database as a process has it open, whatever its engine: journal, outbox, claims and rows. Closing it writes what waits and gives back what the process holds.</summary>
public interface IStore : IErasure, IAsyncDisposable
{
    IJournal Journal { get; }

    IJournalFeed Feed { get; }

    IOutbox Outbox { get; }

    IRows Rows { get; }

    IJournalHistory History { get; }

    IContents Contents { get; }

    /// <summary>Names the database for as long as it is there, whichever process has it open and wherever: by the key that it was made with, which it does not give away.</summary>
    string Installation { get; }

    /// <summary>Names this start of this process, on leases and in the chain of what it writes.</summary>
    Guid Incarnation { get; }

    /// <summary>Signs what has been written, in the file outside the database. Also done every minute and at the end.</summary>
    Task CheckpointAsync(CancellationToken cancellationToken);
}
