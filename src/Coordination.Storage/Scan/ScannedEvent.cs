using Coordination.Storage.Journal;

namespace Coordination.Storage.Scan;

/// <summary>What is kept of a stream beside its events.</summary>
/// <param name="WrappedKey">Null: the stream has been erased.</param>
internal sealed record ScannedHead(long Version, byte[] Hash, byte[]? WrappedKey);

/// <summary>An event with all that stands beside it, and the head of its stream; null where that is gone.</summary>
internal sealed record ScannedEvent(StoredEvent Stored, byte[] Hash, string Writer, long Link, ScannedHead? Head)
{
    /// <summary>Its link, where the scan reads it.</summary>
    public ScannedLink? OfLink { get; init; }
}

/// <summary>What is kept of a link beside its events.</summary>
internal sealed record ScannedLink(long Events, byte[] Hash);

/// <summary>An event's place in the chain of its writer, and the link that it belongs to; null where that is gone.</summary>
internal sealed record ScannedPlace(long Position, string Stream, long Version, byte[] Hash, string Writer, long Number, ScannedLink? Link);

/// <summary>An original as stored.</summary>
internal sealed record ScannedOriginal(string Id, string Stream, byte[] Bytes);

/// <summary>A writer's last link, and how many links there are; with its hash where that is kept.</summary>
internal sealed record ScannedWriter(string Writer, long Last, long Links, byte[]? Hash);

/// <summary>The envelope of an event, as far as it is searched by.</summary>
internal readonly record struct ScannedLine(long Position, string Stream, string Type, long At, string Actor);
