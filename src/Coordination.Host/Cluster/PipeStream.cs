using System.Buffers;
using System.IO.Pipelines;

namespace Coordination.Host.Cluster;

/// <summary>A connection's two pipes as the one stream that TLS wants.</summary>
internal sealed class PipeStream(IDuplexPipe pipes) : Stream
{
    public override bool CanRead => true;

    public override bool CanWrite => true;

    public override bool CanSeek => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        while (true)
        {
            var read = await pipes.Input.ReadAsync(cancellationToken);
            var any = !read.Buffer.IsEmpty;
            // Counted now: after AdvanceTo its memory is someone else's, and so is its length.
            var count = (int)Math.Min(read.Buffer.Length, buffer.Length);
            var taken = read.Buffer.Slice(0, count);
            taken.CopyTo(buffer.Span);
            pipes.Input.AdvanceTo(taken.End);
            // Whoever closes the connection ends a read that waits; to TLS that is the end of what comes.
            if (any || read.IsCompleted || read.IsCanceled)
            {
                return count;
            }
        }
    }

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) => ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if ((await pipes.Output.WriteAsync(buffer, cancellationToken)).IsCompleted)
        {
            throw new IOException("The other side has closed the connection.");
        }
    }

    public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) => WriteAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override Task FlushAsync(CancellationToken cancellationToken) => pipes.Output.FlushAsync(cancellationToken).AsTask();

    public override void Flush()
    {
        // Every write is flushed as it is made.
    }

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException("Pipes are read without blocking.");

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException("Pipes are written without blocking.");

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();
}

/// <summary>The stream that TLS gives back, as the two pipes that a connection wants. The stream belongs to whoever made it.</summary>
internal sealed class StreamPipes(Stream stream) : IDuplexPipe
{
    private const int TlsRecord = 16 * 1024;

    public PipeReader Input { get; } = PipeReader.Create(stream, new(bufferSize: 2 * TlsRecord, minimumReadSize: TlsRecord / 4, leaveOpen: true));

    public PipeWriter Output { get; } = PipeWriter.Create(stream, new(minimumBufferSize: TlsRecord, leaveOpen: true));
}
