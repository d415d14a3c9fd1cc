using Coordination.Domain.Journal;

namespace Coordination.Storage.Journal;

/// <summary>The key of a stream for its contents. The database is always asked: another process may have destroyed the key that this one remembers.</summary>
internal static class ContentKey
{
    /// <param name="wrapped">As the database has it; null where it has none any more, or never had the stream.</param>
    /// <exception cref="StreamErasedException">There is no key.</exception>
    public static StreamKey Of(StreamId stream, byte[]? wrapped, MasterKey master, StreamKeyCache keys)
    {
        if (wrapped is null)
        {
            throw new StreamErasedException($"{stream} has been erased, or nothing was ever recorded of it: it has no key for attachments.");
        }

        if (!keys.TryGet(stream, out var key))
        {
            key = master.Unwrap(stream.Value, wrapped);
            keys.Put(stream, key);
        }

        return key;
    }
}
