using System.Security.Cryptography;
using System.Text;

namespace Coordination.Storage.Journal;

/// <summary>
/// Bytes encrypted with AES-256-GCM as they are stored: one byte that names this layout (1), nonce (12), tag (16), ciphertext. What they belong to is
/// authenticated with them, so that they cannot be moved elsewhere.
/// </summary>
internal static class Sealed
{
    private const byte Layout = 1;
    private const int NonceSize = 12;
    private const int TagSize = 16;
    private const int Overhead = 1 + NonceSize + TagSize;

    public static byte[] Close(ReadOnlySpan<byte> key, ReadOnlySpan<byte> plain, string belongsTo)
    {
        Span<byte> nonce = stackalloc byte[NonceSize];
        RandomNumberGenerator.Fill(nonce);
        return CloseAgain(key, nonce, plain, belongsTo);
    }

    /// <summary>The nonce that something was encrypted with. With key and nonce it can be encrypted again, to the same bytes.</summary>
    public static ReadOnlySpan<byte> NonceOf(ReadOnlySpan<byte> stored) => stored.Slice(1, NonceSize);

    /// <summary>Encrypts again what was encrypted with this nonce, to see whether it gives what was stored. Never for anything new.</summary>
    public static byte[] CloseAgain(ReadOnlySpan<byte> key, ReadOnlySpan<byte> nonce, ReadOnlySpan<byte> plain, string belongsTo)
    {
        var stored = new byte[Overhead + plain.Length];
        stored[0] = Layout;
        nonce.CopyTo(stored.AsSpan(1, NonceSize));
        using var aes = new AesGcm(key, TagSize);
        aes.Encrypt(nonce, plain, stored.AsSpan(Overhead), stored.AsSpan(1 + NonceSize, TagSize), Encoding.UTF8.GetBytes(belongsTo));
        return stored;
    }

    /// <exception cref="CryptographicException">Altered, of another place, or under another key.</exception>
    public static byte[] Open(ReadOnlySpan<byte> key, ReadOnlySpan<byte> stored, string belongsTo)
    {
        if (stored.Length < Overhead || stored[0] != Layout)
        {
            throw new CryptographicException($"What is stored of {belongsTo} is not encrypted in a layout that this version knows.");
        }

        var plain = new byte[stored.Length - Overhead];
        using var aes = new AesGcm(key, TagSize);
        aes.Decrypt(stored.Slice(1, NonceSize), stored[Overhead..], stored.Slice(1 + NonceSize, TagSize), plain, Encoding.UTF8.GetBytes(belongsTo));
        return plain;
    }
}
