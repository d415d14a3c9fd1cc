using Coordination.Domain.Attachments;
using Coordination.Domain.Journal;

namespace Coordination.Storage.Journal;

/// <summary>A content as a stream that can be read from anywhere, a chunk at a time.</summary>
/// <param name="size">As the journal has it: what is missing of that is an error, not an end.</param>
internal sealed class ContentStream(IContents contents, StreamId stream, string content, long size) : Stream
{
    private ReadOnlyMemory<byte> _chunk;
    private int _number = -1;
    private long _position;

    public override bool CanRead => true;

    public override bool CanSeek => true;

    public override bool CanWrite => false;

    public override long Length => size;

    public override long Position
    {
        get => _position;
        set => _position = value >= 0 ? value : throw new ArgumentOutOfRangeException(nameof(value));
    }

    /// <exception cref="InvalidDataException">A part is missing: deleted meanwhile, or taken out of the database.</exception>
    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (_position >= size || buffer.Length == 0)
        {
            return 0;
        }

        var number = (int)(_position / ContentChunk.Size);
        if (number != _number)
        {
            _chunk = await contents.ReadAsync(new(stream, content, number), cancellationToken) ?? throw Missing(number);
            _number = number;
        }

        var from = (int)(_position % ContentChunk.Size);
        var count = Math.Min(buffer.Length, _chunk.Length - from);
        if (count <= 0)
        {
            throw Missing(number);
        }

        _chunk.Slice(from, count).CopyTo(buffer);
        _position += count;
        return count;
    }

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) => ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException("A content is read without blocking a thread.");

    public override long Seek(long offset, SeekOrigin origin)
        => Position = origin switch { SeekOrigin.Begin => offset, SeekOrigin.Current => _position + offset, _ => size + offset };

    public override void Flush() => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    private InvalidDataException Missing(int number) => new($"Part {number} of content {content} of {stream} is missing.");
}
