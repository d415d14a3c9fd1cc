using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Coordination.Faults.Processes;

/// <summary>Signs the certificates by which hosts know one another; away from loopback they do not talk without.</summary>
internal static class SiloAuthority
{
    /// <summary>Makes an authority and one certificate for all hosts, and says with which settings a host finds them.</summary>
    public static IReadOnlyList<string> Make(string folder, IEnumerable<IPAddress> hosts)
    {
        var (from, until) = (TimeProvider.System.GetUtcNow().AddDays(-1), TimeProvider.System.GetUtcNow().AddDays(2));
        using var authorityKey = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var authorityRequest = new CertificateRequest("CN=Faults", authorityKey, HashAlgorithmName.SHA256);
        authorityRequest.CertificateExtensions.Add(new X509BasicConstraintsExtension(certificateAuthority: true, false, 0, critical: true));
        authorityRequest.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.KeyCertSign, critical: true));
        using var authority = authorityRequest.CreateSelfSigned(from.AddDays(-1), until.AddDays(1));
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=hosts", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        hosts.ToList().ForEach(names.AddIpAddress);
        request.CertificateExtensions.Add(names.Build());
        request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([new("1.3.6.1.5.5.7.3.1"), new("1.3.6.1.5.5.7.3.2")], critical: false));
        using var signed = request.Create(authority, from, until, RandomNumberGenerator.GetBytes(8));
        return
        [
            Write("AuthorityFile", "authority.pem", authority.ExportCertificatePem()), Write("CertificateFile", "hosts.pem", signed.ExportCertificatePem()), Write("KeyFile", "hosts.key", key.ExportPkcs8PrivateKeyPem()),
        ];

        string Write(string setting, string name, string pem)
        {
            var file = Path.Combine(folder, name);
            File.WriteAllText(file, pem);
            return $"--Coordination:Cluster:Tls:{setting}={file}";
        }
    }
}
