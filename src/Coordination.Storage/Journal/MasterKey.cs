using System.Security.Cryptography;
using System.Text;

namespace Coordination.Storage.Journal;

/// <summary>The key that wraps the keys of all streams. It lives in a file outside the database; without it nothing in the journal can be read.</summary>
public sealed class MasterKey
{
    /// <summary>The name of its file in the key folder.</summary>
    public const string FileName = "master.key";

    /// <summary>The setting of a database that names the key which its streams' keys are wrapped with.</summary>
    internal const string Setting = "master-key";

    private readonly byte[] _key;

    private MasterKey(byte[] key)
    {
        _key = key;
        Id = Convert.ToHexStringLower(HMACSHA256.HashData(key, "coordination master key"u8)[..8]);
    }

    /// <summary>Names the key without giving it away, so that a file and a key that do not belong together are noticed.</summary>
    public string Id { get; }

    /// <summary>Reads the key, or makes one where there is none yet.</summary>
    /// <param name="mayMake">False once a data file uses a key: a new one could not read it.</param>
    /// <exception cref="InvalidOperationException">The file is missing or damaged; the message says what to do.</exception>
    public static MasterKey Open(string keyFolder, bool mayMake)
    {
        var path = Path.Combine(keyFolder, FileName);
        if (!File.Exists(path))
        {
            if (!mayMake)
            {
                throw new InvalidOperationException($"The master key {path} is missing, and the data cannot be read without it. Put it back from its backup.");
            }

            KeyFile.MakeFolder(keyFolder);
            KeyFile.Write(path, Encoding.ASCII.GetBytes(Convert.ToBase64String(RandomNumberGenerator.GetBytes(StreamKey.Size)) + "\n"));
        }

        var key = new byte[StreamKey.Size];
        return Convert.TryFromBase64String(File.ReadAllText(path).Trim(), key, out var length) && length == StreamKey.Size
            ? new MasterKey(key)
            : throw new InvalidOperationException($"The master key {path} is damaged: {StreamKey.Size} bytes in base64 were expected. Put it back from its backup.");
    }

    /// <summary>Reads the key that a database names in its <see cref="Setting"/>.</summary>
    /// <exception cref="InvalidOperationException">It is not in the folder; the message says what to do.</exception>
    internal static MasterKey OpenNamed(string keyFolder, string expected)
    {
        var master = Open(keyFolder, mayMake: false);
        return master.Id == expected ? master : throw new InvalidOperationException(
            $"The master key in {keyFolder} is {master.Id}, but the data was written with {expected}. Put the key that belongs to it there.");
    }

    /// <summary>Encrypts something that belongs to no stream, under a key of its own that follows from this one.</summary>
    /// <param name="belongsTo">What it is: it can be read under the same words only.</param>
    public byte[] Seal(string belongsTo, ReadOnlySpan<byte> plain) => Sealed.Close(KeyFor(belongsTo), plain, belongsTo);

    /// <exception cref="CryptographicException">Altered, something else, or under another key.</exception>
    public byte[] Unseal(string belongsTo, ReadOnlySpan<byte> stored) => Sealed.Open(KeyFor(belongsTo), stored, belongsTo);

    /// <summary>A key for something else that follows from this one: the same in every process that has it, and of no use for anything but its purpose.</summary>
    public byte[] DeriveKey(string purpose) => KeyFor($"derived|{purpose}");

    internal byte[] Wrap(string stream, ReadOnlySpan<byte> streamKey) => Sealed.Close(_key, streamKey, $"key|{stream}");

    internal StreamKey Unwrap(string stream, ReadOnlySpan<byte> wrapped) => new(Sealed.Open(_key, wrapped, $"key|{stream}"));

    private byte[] KeyFor(string belongsTo) => HKDF.DeriveKey(HashAlgorithmName.SHA256, _key, StreamKey.Size, info: Encoding.UTF8.GetBytes($"coordination|{belongsTo}"));
}
