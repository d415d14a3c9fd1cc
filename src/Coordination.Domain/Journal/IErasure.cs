namespace Coordination.Domain.Journal;

/// <summary>Destroys what is kept, for good. Every part of it can be asked for again.</summary>
public interface IErasure
{
    /// <summary>Destroys a stream's key, and with it every row, message, claim and operation of it. The chain stays whole. False if there is nothing to erase.</summary>
    Task<bool> EraseAsync(StreamId stream, CancellationToken cancellationToken);

    /// <summary>Deletes originals, where others of their stream are to stay. The stream must say that it did, or a check takes them for stolen. Returns how many there were.</summary>
    Task<int> ForgetOriginalsAsync(IReadOnlyCollection<string> ids, CancellationToken cancellationToken);

    /// <summary>Overwrites, as far as the engine can, what was deleted and still stands in files of the database. Called once at the end of an erasure; it changes nothing that can be read.</summary>
    Task OverwriteDeletedAsync(CancellationToken cancellationToken);

    /// <summary>How many messages of the outbox a stream has sent or is to get.</summary>
    Task<long> CountMessagesAsync(StreamId stream, CancellationToken cancellationToken);
}
