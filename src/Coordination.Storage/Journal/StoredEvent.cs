using System.Security.Cryptography;
using Coordination.Domain.Journal;

namespace Coordination.Storage.Journal;

/// <summary>An event as it stands in a database: its body is encrypted.</summary>
/// <param name="At">Microseconds since 1970.</param>
internal readonly record struct StoredEvent(
    string Stream, long Version, long Position, string Type, int Schema, long At, string Actor, string Cause, bool Exercise, byte[] Body)
{
    /// <summary>The hash that it must have after the hash of the event before it.</summary>
    public byte[] HashAfter(ReadOnlySpan<byte> previous) => EventHash.Compute(previous, Stream, Version, Type, Schema, At, Actor, Cause, Exercise, Body);

    /// <summary>Opens the body.</summary>
    /// <exception cref="InvalidDataException">It is not what was written there.</exception>
    public RecordedEvent Open(StreamKey key)
    {
        var stream = new StreamId(Stream);
        try
        {
            return new(stream, Version, Position, Type, Schema, Microseconds.ToMoment(At), new Actor(Actor), Cause, key.OpenBody(stream, Version, Type, Body), Exercise);
        }
        catch (CryptographicException failure)
        {
            throw new InvalidDataException($"{Stream} version {Version} cannot be decrypted: it has been altered, or belongs elsewhere. Run coordctl verify.", failure);
        }
    }
}
