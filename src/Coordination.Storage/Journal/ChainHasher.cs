using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace Coordination.Storage.Journal;

/// <summary>
/// SHA-256 over fields, each preceded by its length as four bytes, most significant first, so that no two different lists of
/// fields give the same bytes. Texts are UTF-8; numbers are eight bytes, most significant first, two's complement.
/// </summary>
internal sealed class ChainHasher : IDisposable
{
    /// <summary>The size of a hash in bytes.</summary>
    public const int Size = SHA256.HashSizeInBytes;

    [ThreadStatic]
    private static ChainHasher? _ofThisThread;

    private readonly IncrementalHash _hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private readonly byte[] _buffer = new byte[2048];
    private int _length;
    private bool _started;

    /// <summary>A hasher, empty, for the use of this thread until its <see cref="Finish"/>.</summary>
    public static ChainHasher Start()
    {
        var hasher = _ofThisThread ??= new ChainHasher();
        // A use before this one may have ended in an exception.
        hasher._length = 0;
        if (hasher._started)
        {
            hasher._hash.TryGetHashAndReset(stackalloc byte[Size], out _);
        }

        hasher._started = true;
        return hasher;
    }

    public ChainHasher Add(ReadOnlySpan<byte> bytes)
    {
        BinaryPrimitives.WriteInt32BigEndian(Room(4), bytes.Length);
        if (bytes.Length > _buffer.Length / 2)
        {
            Flush();
            _hash.AppendData(bytes);
        }
        else
        {
            bytes.CopyTo(Room(bytes.Length));
        }

        return this;
    }

    public ChainHasher Add(string text)
    {
        var length = Encoding.UTF8.GetByteCount(text);
        if (length > _buffer.Length / 2)
        {
            return Add(Encoding.UTF8.GetBytes(text));
        }

        BinaryPrimitives.WriteInt32BigEndian(Room(4), length);
        Encoding.UTF8.GetBytes(text, Room(length));
        return this;
    }

    public ChainHasher Add(long number)
    {
        BinaryPrimitives.WriteInt32BigEndian(Room(4), sizeof(long));
        BinaryPrimitives.WriteInt64BigEndian(Room(sizeof(long)), number);
        return this;
    }

    public byte[] Finish()
    {
        Flush();
        _started = false;
        return _hash.GetHashAndReset();
    }

    public void Dispose() => _hash.Dispose();

    private Span<byte> Room(int size)
    {
        if (_buffer.Length - _length < size)
        {
            Flush();
        }

        var room = _buffer.AsSpan(_length, size);
        _length += size;
        return room;
    }

    private void Flush()
    {
        _hash.AppendData(_buffer, 0, _length);
        _length = 0;
    }
}
