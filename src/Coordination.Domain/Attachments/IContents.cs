using Coordination.Domain.Journal;

namespace Coordination.Domain.Attachments;

/// <summary>
/// Where contents are kept: in chunks of one size, encrypted under the key of the stream that they belong to, so that erasing the stream erases them. What is begun and never settled
/// is swept away.
/// </summary>
public interface IContents
{
    /// <summary>Adds the next chunk; the first (0) begins the content. All but the last have <see cref="ContentChunk.Size"/> bytes.</summary>
    /// <exception cref="StreamErasedException">The stream's key has been destroyed.</exception>
    Task AddAsync(ContentChunk chunk, ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken);

    /// <summary>It belongs to something now and is not swept away.</summary>
    Task SettleAsync(string content, CancellationToken cancellationToken);

    /// <summary>A chunk, or null if there is none.</summary>
    /// <exception cref="StreamErasedException">The stream's key has been destroyed.</exception>
    Task<ReadOnlyMemory<byte>?> ReadAsync(ContentChunk chunk, CancellationToken cancellationToken);

    /// <summary>All of a content, to be read from anywhere, a chunk at a time. What is missing of its size is an <see cref="InvalidDataException"/>, not an end.</summary>
    /// <param name="size">As the journal has it.</param>
    Stream Open(StreamId stream, string content, long size);

    Task DeleteAsync(string content, CancellationToken cancellationToken);

    /// <summary>What was begun before a moment and has not been settled, oldest first.</summary>
    Task<IReadOnlyList<UnsettledContent>> ListUnsettledAsync(DateTimeOffset before, int most, CancellationToken cancellationToken);
}

/// <summary>One part of a content.</summary>
/// <param name="Stream">The thing that it belongs to.</param>
/// <param name="Content">The content's own name.</param>
/// <param name="Number">From 0.</param>
public readonly record struct ContentChunk(StreamId Stream, string Content, int Number)
{
    /// <summary>How many bytes a chunk has.</summary>
    public const int Size = 256 * 1024;
}

/// <summary>A content of which nobody has said yet that it belongs to something.</summary>
public sealed record UnsettledContent(StreamId Stream, string Content);
