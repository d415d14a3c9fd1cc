namespace Coordination.Storage.Journal;

/// <summary>
/// The hash that chains the events of a stream. It is SHA-256 over these ten fields, in this order: the hash of the event before
/// (no bytes for the first), stream, version, type, schema, at (microseconds since 1970), actor, cause, exercise (1 or 0), and the body as stored (encrypted).
/// Each field is preceded by its length in bytes as a 32-bit number, most significant byte first; texts are UTF-8, numbers are 64 bits, most
/// significant byte first. The layout is the same on every engine and never changes: an approved vector guards it.
/// </summary>
public static class EventHash
{
    /// <summary>The hash of an event.</summary>
    public static byte[] Compute(
        ReadOnlySpan<byte> previous, string stream, long version, string type, int schema, long at, string actor, string cause, bool exercise, ReadOnlySpan<byte> storedBody)
        => ChainHasher.Start()
            .Add(previous).Add(stream).Add(version).Add(type).Add((long)schema).Add(at).Add(actor).Add(cause).Add(exercise ? 1L : 0L).Add(storedBody)
            .Finish();
}

/// <summary>
/// The hash of a link, which chains the groups that one writer writes. It is SHA-256 over: the writer's name, the link's number (from 1), the hash
/// of the link before (no bytes for the first), then the hashes of the group's events in order of position; fields as in <see cref="EventHash"/>.
/// </summary>
public static class LinkHash
{
    /// <summary>The hash of a link.</summary>
    public static byte[] Compute(string writer, long number, ReadOnlySpan<byte> previous, IEnumerable<byte[]> eventHashes)
    {
        ArgumentNullException.ThrowIfNull(eventHashes);
        var hasher = ChainHasher.Start().Add(writer).Add(number).Add(previous);
        foreach (var hash in eventHashes)
        {
            hasher.Add(hash);
        }

        return hasher.Finish();
    }
}
