using System.Security.Cryptography;

namespace Coordination.Storage.Journal;

/// <summary>The public half of the key that checkpoints and exports are signed with: whoever has it can check them, and nobody can sign with it.</summary>
public sealed class CheckpointPublicKey : IDisposable
{
    private readonly ECDsa _key;

    private CheckpointPublicKey(ECDsa key)
    {
        _key = key;
        Id = IdOf(key);
    }

    /// <summary>Names the key: the beginning of the SHA-256 of its SubjectPublicKeyInfo.</summary>
    public string Id { get; }

    /// <summary>As it is given to others.</summary>
    public string Pem => _key.ExportSubjectPublicKeyInfoPem() + "\n";

    /// <exception cref="FileNotFoundException">There is none.</exception>
    /// <exception cref="InvalidOperationException">It is damaged.</exception>
    public static CheckpointPublicKey Read(string path)
    {
        if (!File.Exists(path))
        {
            throw new FileNotFoundException($"The public key {path} is missing; without it the checkpoints prove nothing. Put it there.", path);
        }

        var key = ECDsa.Create();
        try
        {
            key.ImportFromPem(File.ReadAllText(path));
            return new(key);
        }
        catch (Exception failure) when (failure is ArgumentException or CryptographicException)
        {
            key.Dispose();
            throw new InvalidOperationException($"The public key {path} is damaged. Put it back from its backup.", failure);
        }
    }

    public bool Verifies(ReadOnlySpan<byte> content, ReadOnlySpan<byte> signature) => _key.VerifyData(content, signature, HashAlgorithmName.SHA256);

    public void Dispose() => _key.Dispose();

    internal static string IdOf(ECDsa key) => Convert.ToHexStringLower(SHA256.HashData(key.ExportSubjectPublicKeyInfo()))[..16];
}
