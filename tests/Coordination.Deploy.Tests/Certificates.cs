using System.Security.Cryptography.X509Certificates;

namespace Coordination.Deploy.Tests;

internal static class Certificates
{
    /// <summary>What one authority signs is trusted, and nothing else.</summary>
    public static X509ChainPolicy Trusting(string authority) => new()
    {
        TrustMode = X509ChainTrustMode.CustomRootTrust,
        CustomTrustStore = { X509CertificateLoader.LoadCertificateFromFile(authority) },
        RevocationMode = X509RevocationMode.NoCheck,
    };
}
