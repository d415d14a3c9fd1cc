using System.Text;
using Org.BouncyCastle.Bcpg;
using Org.BouncyCastle.Bcpg.OpenPgp;
using Org.BouncyCastle.Crypto;
using Org.BouncyCastle.Crypto.Parameters;
using Org.BouncyCastle.Security;

namespace Coordination.Connectors.Csaf;

/// <summary>The key that signs documents (OpenPGP). The same bytes signed for the same moment give the same signature, on every process.</summary>
public sealed class OpenPgpKey
{
    private static readonly char[] NoPassphrase = [];

    private readonly PgpPublicKeyRing _ring;
    private readonly PgpPrivateKey _key;

    private OpenPgpKey(PgpSecretKeyRing ring, char[] passphrase)
    {
        var secret = ring.GetSecretKeys().First(key => key.IsSigningKey);
        _key = secret.ExtractPrivateKey(passphrase) ?? throw new PgpException("The key holds no secret part.");
        _ring = new PgpPublicKeyRing(Encoded(ring));
        Signer = secret.PublicKey;
        MadeAt = new DateTimeOffset(DateTime.SpecifyKind(Signer.CreationTime, DateTimeKind.Utc));
        Fingerprint = Convert.ToHexString(_ring.GetPublicKey().GetFingerprint());
        PublicKey = Armoured(_ring.Encode);
    }

    /// <summary>Of the primary key, in capitals without spaces.</summary>
    public string Fingerprint { get; }

    /// <summary>For everyone, in ASCII armour.</summary>
    public string PublicKey { get; }

    private PgpPublicKey Signer { get; }

    private DateTimeOffset MadeAt { get; }

    /// <summary>An Ed25519 key that follows from 32 secret bytes.</summary>
    public static OpenPgpKey FromSecret(byte[] secret, string userId, DateTimeOffset madeAt)
    {
        var privateKey = new Ed25519PrivateKeyParameters(secret, 0);
        var pair = new PgpKeyPair(PublicKeyAlgorithmTag.EdDsa_Legacy, new AsymmetricCipherKeyPair(privateKey.GeneratePublicKey(), privateKey), madeAt.UtcDateTime);
        var says = new PgpSignatureSubpacketGenerator();
        says.SetKeyFlags(false, PgpKeyFlags.CanSign | PgpKeyFlags.CanCertify);
        says.SetSignatureCreationTime(false, madeAt.UtcDateTime);
        var generator = new PgpKeyRingGenerator(
            PgpSignature.PositiveCertification, pair, userId, SymmetricKeyAlgorithmTag.Null, NoPassphrase, useSha1: false, says.Generate(), null, new SecureRandom());
        return new(generator.GenerateSecretKeyRing(), NoPassphrase);
    }

    /// <summary>A secret key as gpg exports it.</summary>
    /// <exception cref="PgpException">It is none, holds no key that signs, or the passphrase is another.</exception>
    public static OpenPgpKey FromFile(byte[] file, string passphrase)
    {
        using var decoded = PgpUtilities.GetDecoderStream(new MemoryStream(file));
        return new(new PgpSecretKeyRing(decoded), passphrase.ToCharArray());
    }

    /// <summary>A detached signature in ASCII armour.</summary>
    /// <param name="at">When it is said to be made; never before the key.</param>
    public string Sign(ReadOnlySpan<byte> bytes, DateTimeOffset at)
    {
        var generator = new PgpSignatureGenerator(Signer.Algorithm, HashAlgorithmTag.Sha512);
        generator.InitSign(PgpSignature.BinaryDocument, _key);
        var says = new PgpSignatureSubpacketGenerator();
        says.SetSignatureCreationTime(false, (at > MadeAt ? at : MadeAt).UtcDateTime);
        says.SetIssuerFingerprint(false, Signer);
        generator.SetHashedSubpackets(says.Generate());
        generator.Update(bytes.ToArray());
        var signature = generator.Generate();
        return Armoured(signature.Encode);
    }

    /// <summary>Whether a detached signature over these bytes was made by this public key.</summary>
    public static bool IsSigned(ReadOnlySpan<byte> bytes, string signature, string publicKey)
    {
        using var keys = PgpUtilities.GetDecoderStream(new MemoryStream(Encoding.ASCII.GetBytes(publicKey)));
        using var signed = PgpUtilities.GetDecoderStream(new MemoryStream(Encoding.ASCII.GetBytes(signature)));
        var ring = new PgpPublicKeyRing(keys);
        if (new PgpObjectFactory(signed).NextPgpObject() is not PgpSignatureList { Count: > 0 } list || ring.GetPublicKey(list[0].KeyId) is not { } key)
        {
            return false;
        }

        list[0].InitVerify(key);
        list[0].Update(bytes.ToArray());
        return list[0].Verify();
    }

    private static string Armoured(Action<Stream> write)
    {
        using var text = new MemoryStream();
        // Which program wrote it is nobody's business.
        using (var armour = new ArmoredOutputStream(text, new Dictionary<string, string>()))
        {
            write(armour);
        }

        return Encoding.ASCII.GetString(text.ToArray()).ReplaceLineEndings("\n");
    }

    private static byte[] Encoded(PgpSecretKeyRing ring)
    {
        using var bytes = new MemoryStream();
        foreach (var key in ring.GetSecretKeys())
        {
            key.PublicKey.Encode(bytes);
        }

        return bytes.ToArray();
    }
}
