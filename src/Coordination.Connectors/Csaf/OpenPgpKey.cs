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
        // What gpg exports of a key whose primary part lies elsewhere has an empty one; and a key that is meant for something else signs nothing that others accept.
        var secret = ring.GetSecretKeys().Where(key => key.IsSigningKey && !key.IsPrivateKeyEmpty).OrderByDescending(key => IsMeantToSign(key.PublicKey)).FirstOrDefault()
            ?? throw new PgpException("The file holds the secret part of no key that signs.");
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

    /// <summary>A new Ed25519 key, as a file keeps it: without a passphrase, which would have to lie beside it.</summary>
    public static string Make(string userId, DateTimeOffset madeAt)
    {
        var privateKey = new Ed25519PrivateKeyParameters(new SecureRandom());
        var pair = new PgpKeyPair(PublicKeyAlgorithmTag.EdDsa_Legacy, new AsymmetricCipherKeyPair(privateKey.GeneratePublicKey(), privateKey), madeAt.UtcDateTime);
        var says = new PgpSignatureSubpacketGenerator();
        says.SetKeyFlags(false, PgpKeyFlags.CanSign | PgpKeyFlags.CanCertify);
        says.SetSignatureCreationTime(false, madeAt.UtcDateTime);
        var generator = new PgpKeyRingGenerator(
            PgpSignature.PositiveCertification, pair, userId, SymmetricKeyAlgorithmTag.Null, NoPassphrase, useSha1: false, says.Generate(), null, new SecureRandom());
        return Armoured(generator.GenerateSecretKeyRing().Encode);
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

    /// <summary>Whether a detached signature over these bytes was made by this public key. Whatever others write, the answer is yes or no.</summary>
    public static bool IsSigned(ReadOnlySpan<byte> bytes, ReadOnlySpan<byte> signature, ReadOnlySpan<byte> publicKey)
    {
        try
        {
            using var signed = PgpUtilities.GetDecoderStream(new MemoryStream(signature.ToArray()));
            if (RingOf(publicKey) is not { } ring || new PgpObjectFactory(signed).NextPgpObject() is not PgpSignatureList { Count: > 0 } list || ring.GetPublicKey(list[0].KeyId) is not { } key
                || !IsGood(ring.GetPublicKey(), list[0]) || !IsGood(key, list[0]) || !IsBound(ring, key) || list[0].SignatureType is not (PgpSignature.BinaryDocument or PgpSignature.CanonicalTextDocument))
            {
                return false;
            }

            list[0].InitVerify(key);
            list[0].Update(bytes.ToArray());
            return list[0].Verify();
        }
        catch (Exception broken) when (IsBroken(broken))
        {
            return false;
        }
    }

    /// <summary>The fingerprint of a public key in capitals; null where it is none.</summary>
    public static string? FingerprintOf(ReadOnlySpan<byte> publicKey)
    {
        try
        {
            return RingOf(publicKey) is { } ring ? Convert.ToHexString(ring.GetPublicKey().GetFingerprint()) : null;
        }
        catch (Exception broken) when (IsBroken(broken))
        {
            return null;
        }
    }

    /// <summary>Not revoked, not expired when it was signed, and over a digest for which nobody can make a second text.</summary>
    private static bool IsGood(PgpPublicKey key, PgpSignature signature)
        => !key.HasRevocation() && IsStrong(signature) && (key.GetValidSeconds() is not (> 0 and var seconds) || signature.CreationTime <= key.CreationTime.AddSeconds(seconds));

    private static bool IsStrong(PgpSignature signature)
        => signature.HashAlgorithm is HashAlgorithmTag.Sha256 or HashAlgorithmTag.Sha384 or HashAlgorithmTag.Sha512 or HashAlgorithmTag.Sha224 or HashAlgorithmTag.Sha3_256 or HashAlgorithmTag.Sha3_512;

    /// <summary>As its flags say; one without flags is meant for everything.</summary>
    private static bool IsMeantToSign(PgpPublicKey key)
    {
        int[] flags = [.. key.GetSignatures().Select(signature => signature.GetHashedSubPackets()?.GetKeyFlags() ?? 0).Where(flags => flags != 0)];
        return flags.Length == 0 || flags.Any(flag => (flag & PgpKeyFlags.CanSign) != 0);
    }

    /// <summary>The key that the fingerprint names, or one that it vouches for: anyone can append another to a file.</summary>
    private static bool IsBound(PgpPublicKeyRing ring, PgpPublicKey key)
    {
        var primary = ring.GetPublicKey();
        return key.KeyId == primary.KeyId || key.GetSignaturesOfType(PgpSignature.SubkeyBinding).Any(binding =>
        {
            if (!IsStrong(binding))
            {
                return false;
            }

            binding.InitVerify(primary);
            return binding.VerifyCertification(primary, key);
        });
    }

    private static PgpPublicKeyRing? RingOf(ReadOnlySpan<byte> publicKey)
    {
        using var keys = PgpUtilities.GetDecoderStream(new MemoryStream(publicKey.ToArray()));
        return new PgpObjectFactory(keys).NextPgpObject() as PgpPublicKeyRing;
    }

    /// <summary>The library answers what is malformed with exceptions of many kinds.</summary>
    private static bool IsBroken(Exception failure) => failure is not OutOfMemoryException;

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
