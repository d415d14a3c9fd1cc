using System.Security.Cryptography;
using Coordination.Domain.Attachments;
using Coordination.Domain.Journal;

namespace Coordination.Storage.Journal;

/// <summary>The key under which everything of one stream is kept. Destroying it erases the stream and leaves the chain whole.</summary>
internal sealed class StreamKey(byte[] bytes)
{
    /// <summary>The size of a key in bytes (AES-256).</summary>
    public const int Size = 32;

    public static StreamKey Make() => new(RandomNumberGenerator.GetBytes(Size));

    public byte[] Wrapped(MasterKey master, StreamId stream) => master.Wrap(stream.Value, bytes);

    public byte[] CloseBody(StreamId stream, long version, string type, ReadOnlySpan<byte> body) => Sealed.Close(bytes, body, BodyName(stream, version, type));

    public byte[] OpenBody(StreamId stream, long version, string type, ReadOnlySpan<byte> stored) => Sealed.Open(bytes, stored, BodyName(stream, version, type));

    /// <summary>For an export, whose reader encrypts again to check a body's hash.</summary>
    public string InExport => Convert.ToBase64String(bytes);

    public byte[] CloseBodyAgain(StreamId stream, long version, string type, ReadOnlySpan<byte> nonce, ReadOnlySpan<byte> body) => Sealed.CloseAgain(bytes, nonce, body, BodyName(stream, version, type));

    public byte[] CloseOriginal(StreamId stream, string id, ReadOnlySpan<byte> original) => Sealed.Close(bytes, original, $"original|{stream.Value}|{id}");

    public byte[] OpenOriginal(StreamId stream, string id, ReadOnlySpan<byte> stored) => Sealed.Open(bytes, stored, $"original|{stream.Value}|{id}");

    public byte[] CloseChunk(ContentChunk chunk, ReadOnlySpan<byte> plain) => Sealed.Close(bytes, plain, ChunkName(chunk));

    public byte[] OpenChunk(ContentChunk chunk, ReadOnlySpan<byte> stored) => Sealed.Open(bytes, stored, ChunkName(chunk));

    private static string ChunkName(ContentChunk chunk)
        => string.Create(System.Globalization.CultureInfo.InvariantCulture, $"content|{chunk.Stream.Value}|{chunk.Content}|{chunk.Number}");

    private static string BodyName(StreamId stream, long version, string type)
        => string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{stream.Value}|{version}|{type}");
}
