using System.Security.Cryptography;
using System.Text;

namespace Coordination.Storage.Journal;

/// <summary>The key pair that checkpoints are signed with (ECDSA P-256, SHA-256). The private half stays in the key folder; the public half may be given to anyone.</summary>
public sealed class CheckpointKey : IDisposable
{
    public const string PrivateFileName = "checkpoint.key.pem";
    public const string PublicFileName = "checkpoint.public.pem";

    private readonly ECDsa _key;

    private CheckpointKey(ECDsa key) => _key = key;

    /// <summary>Reads the pair, or makes one where there is none yet.</summary>
    public static CheckpointKey Open(string keyFolder)
    {
        var path = Path.Combine(keyFolder, PrivateFileName);
        if (!File.Exists(path))
        {
            KeyFile.MakeFolder(keyFolder);
            using var made = ECDsa.Create(ECCurve.NamedCurves.nistP256);
            KeyFile.Write(path, Encoding.ASCII.GetBytes(made.ExportPkcs8PrivateKeyPem() + "\n"));
        }

        var key = ECDsa.Create();
        try
        {
            key.ImportFromPem(File.ReadAllText(path));
            var publicPath = Path.Combine(keyFolder, PublicFileName);
            if (!File.Exists(publicPath))
            {
                WritePublic(publicPath, key);
            }

            return new(key);
        }
        catch (Exception failure) when (failure is ArgumentException or CryptographicException)
        {
            key.Dispose();
            throw new InvalidOperationException($"The checkpoints' signing key {path} is damaged. Put it back from its backup.", failure);
        }
    }

    private static void WritePublic(string path, ECDsa key)
    {
        try
        {
            KeyFile.Write(path, Encoding.ASCII.GetBytes(key.ExportSubjectPublicKeyInfoPem() + "\n"));
        }
        catch (Exception readOnly) when (readOnly is UnauthorizedAccessException or IOException)
        {
            // The folder may be a secret that is only mounted for reading; the public half can be made from the private one at any time.
        }
    }

    /// <summary>Names the key, as <see cref="CheckpointPublicKey.Id"/> does.</summary>
    public string Id => CheckpointPublicKey.IdOf(_key);

    /// <summary>The public half, as it is given to others.</summary>
    public string PublicPem => _key.ExportSubjectPublicKeyInfoPem() + "\n";

    public byte[] Sign(ReadOnlySpan<byte> bytes) => _key.SignData(bytes, HashAlgorithmName.SHA256);

    public void Dispose() => _key.Dispose();
}
