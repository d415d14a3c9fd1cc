using System.Text;
using Coordination.Connectors.Csaf;
using Org.BouncyCastle.Bcpg;
using Org.BouncyCastle.Bcpg.OpenPgp;
using Org.BouncyCastle.Crypto;
using Org.BouncyCastle.Crypto.Parameters;
using Org.BouncyCastle.Security;

namespace Coordination.Connectors.Tests.Csaf;

/// <summary>A signature is worth what its key is worth.</summary>
public sealed class Which_signatures_count
{
    private static readonly byte[] Text = "A flaw"u8.ToArray();
    private static readonly DateTimeOffset Made = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    [Fact]
    public void One_over_a_weak_digest_does_not()
    {
        var (ring, secret) = Ring();
        Assert.True(Counts(ring, Signed(secret, HashAlgorithmTag.Sha256)));
        Assert.False(Counts(ring, Signed(secret, HashAlgorithmTag.Sha1)));
        Assert.False(Counts(ring, Signed(secret, HashAlgorithmTag.MD5)));
        Assert.False(Counts(ring, Signed(secret, HashAlgorithmTag.RipeMD160)));
    }

    [Fact]
    public void One_of_a_key_that_had_expired_does_not_and_one_from_before_does()
    {
        var (ring, secret) = Ring(lives: 86_400);
        Assert.True(Counts(ring, Signed(secret, HashAlgorithmTag.Sha256, Made.AddHours(1))));
        Assert.False(Counts(ring, Signed(secret, HashAlgorithmTag.Sha256, Made.AddDays(2))));
    }

    [Fact]
    public void One_of_a_revoked_key_does_not()
    {
        var (ring, secret) = Ring();
        var generator = new PgpSignatureGenerator(secret.PublicKey.Algorithm, HashAlgorithmTag.Sha256);
        generator.InitSign(PgpSignature.KeyRevocation, secret.ExtractPrivateKey([]));
        var revoked = PgpPublicKey.AddCertification(secret.PublicKey, generator.GenerateCertification(secret.PublicKey));
        var signature = Signed(secret, HashAlgorithmTag.Sha256);

        Assert.True(Counts(ring, signature));
        Assert.False(OpenPgpKey.IsSigned(Text, signature, revoked.GetEncoded()));
        // Nor of a key below one that is revoked.
        var (whole, sub) = Ring(PgpKeyFlags.CanCertify, withSubkey: true);
        var below = Signed(sub, HashAlgorithmTag.Sha256);
        Assert.True(Counts(whole, below));
        var primary = whole.GetSecretKey();
        generator = new PgpSignatureGenerator(primary.PublicKey.Algorithm, HashAlgorithmTag.Sha256);
        generator.InitSign(PgpSignature.KeyRevocation, primary.ExtractPrivateKey([]));
        Assert.False(OpenPgpKey.IsSigned(Text, below, [.. PgpPublicKey.AddCertification(primary.PublicKey, generator.GenerateCertification(primary.PublicKey)).GetEncoded(), .. sub.PublicKey.GetEncoded()]));
    }

    [Fact]
    public void Ours_is_made_by_the_key_that_is_meant_to_sign()
    {
        var (ring, sub) = Ring(PgpKeyFlags.CanCertify, withSubkey: true);
        var key = OpenPgpKey.FromFile(ring.GetEncoded(), "");
        var signed = Encoding.ASCII.GetBytes(key.Sign(Text, Made));
        using var signature = PgpUtilities.GetDecoderStream(new MemoryStream(signed));

        Assert.Equal(sub.KeyId, ((PgpSignatureList)new PgpObjectFactory(signature).NextPgpObject())[0].KeyId);
        Assert.True(OpenPgpKey.IsSigned(Text, signed, Encoding.ASCII.GetBytes(key.PublicKey)));
        Assert.Equal(Convert.ToHexString(ring.GetPublicKey().GetFingerprint()), key.Fingerprint);
    }

    private static bool Counts(PgpSecretKeyRing ring, byte[] signature)
    {
        using var whole = new MemoryStream();
        foreach (var key in ring.GetSecretKeys())
        {
            key.PublicKey.Encode(whole);
        }

        return OpenPgpKey.IsSigned(Text, signature, whole.ToArray());
    }

    private static byte[] Signed(PgpSecretKey secret, HashAlgorithmTag digest, DateTimeOffset? at = null)
    {
        var generator = new PgpSignatureGenerator(secret.PublicKey.Algorithm, digest);
        generator.InitSign(PgpSignature.BinaryDocument, secret.ExtractPrivateKey([]));
        var says = new PgpSignatureSubpacketGenerator();
        says.SetSignatureCreationTime(false, (at ?? Made).UtcDateTime);
        generator.SetHashedSubpackets(says.Generate());
        generator.Update(Text);
        return generator.Generate().GetEncoded();
    }

    /// <summary>A key ring, and the key of it that is to sign.</summary>
    private static (PgpSecretKeyRing Ring, PgpSecretKey Signer) Ring(int flags = PgpKeyFlags.CanSign | PgpKeyFlags.CanCertify, long lives = 0, bool withSubkey = false)
    {
        var generator = new PgpKeyRingGenerator(PgpSignature.PositiveCertification, Pair(), "A vendor", SymmetricKeyAlgorithmTag.Null, Array.Empty<char>(), useSha1: false, Says(flags, lives), null, new SecureRandom());
        if (withSubkey)
        {
            generator.AddSubKey(Pair(), Says(PgpKeyFlags.CanSign, 0), null, HashAlgorithmTag.Sha256);
        }

        // Read as others read it: only then are the packets of a subkey those of a subkey.
        var ring = new PgpSecretKeyRing(generator.GenerateSecretKeyRing().GetEncoded());
        return (ring, ring.GetSecretKeys().Last());
    }

    private static PgpKeyPair Pair()
    {
        var secret = new Ed25519PrivateKeyParameters(new SecureRandom());
        return new(PublicKeyAlgorithmTag.EdDsa_Legacy, new AsymmetricCipherKeyPair(secret.GeneratePublicKey(), secret), Made.UtcDateTime);
    }

    private static PgpSignatureSubpacketVector Says(int flags, long lives)
    {
        var says = new PgpSignatureSubpacketGenerator();
        says.SetKeyFlags(false, flags);
        says.SetSignatureCreationTime(false, Made.UtcDateTime);
        if (lives > 0)
        {
            says.SetKeyExpirationTime(false, lives);
        }

        return says.Generate();
    }
}
