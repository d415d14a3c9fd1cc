using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Coordination.Host.Cluster;
using Coordination.Host.Composition;

namespace Coordination.Host.Tests.Cluster;

/// <summary>A certificate authority of the test's own, and what it signs, as files in a folder.</summary>
internal sealed class TestAuthority : IDisposable
{
    private const string ForServers = "1.3.6.1.5.5.7.3.1";
    private const string ForClients = "1.3.6.1.5.5.7.3.2";
    private static readonly DateTimeOffset Now = TimeProvider.System.GetUtcNow();

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("coordination-authority-");
    private readonly X509Certificate2 _own;
    private int _issued;

    public TestAuthority(string name = "Test authority")
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest($"CN={name}", key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(certificateAuthority: true, false, 0, critical: true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.KeyCertSign, critical: true));
        _own = request.CreateSelfSigned(Now.AddYears(-2), Now.AddYears(2));
        File.WriteAllText(AuthorityFile, _own.ExportCertificatePem());
    }

    public string AuthorityFile => Path.Combine(_folder.FullName, "authority.pem");

    /// <summary>Signs a certificate for a process. Its two files get names of their own, or the given ones.</summary>
    public ClusterTlsOptions Issue(
        string? dns = SiloCertificates.Name, IPAddress? ip = null, int validFromDays = -1, int validToDays = 30, bool servers = true, bool clients = true, string? name = null)
    {
        name ??= $"process-{++_issued}";
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest($"CN={name}", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        if (dns is not null)
        {
            names.AddDnsName(dns);
        }

        if (ip is not null)
        {
            names.AddIpAddress(ip);
        }

        if (dns is not null || ip is not null)
        {
            request.CertificateExtensions.Add(names.Build());
        }

        request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([.. servers ? [new(ForServers)] : Array.Empty<Oid>(), .. clients ? [new(ForClients)] : Array.Empty<Oid>()], critical: false));
        using var signed = request.Create(_own, Now.AddDays(validFromDays), Now.AddDays(validToDays), RandomNumberGenerator.GetBytes(8));
        var files = new ClusterTlsOptions { CertificateFile = Path.Combine(_folder.FullName, $"{name}.pem"), KeyFile = Path.Combine(_folder.FullName, $"{name}.key"), AuthorityFile = AuthorityFile };
        File.WriteAllText(files.CertificateFile, signed.ExportCertificatePem());
        File.WriteAllText(files.KeyFile, key.ExportPkcs8PrivateKeyPem());
        return files;
    }

    /// <summary>Believes what this authority has signed, and nothing else.</summary>
    public X509ChainPolicy Trust()
    {
        var policy = new X509ChainPolicy { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck };
        policy.CustomTrustStore.Add(_own);
        return policy;
    }

    /// <summary>A file of this folder with something else in it.</summary>
    public string Write(string name, string content)
    {
        var file = Path.Combine(_folder.FullName, name);
        File.WriteAllText(file, content);
        return file;
    }

    public static X509Certificate2 Load(ClusterTlsOptions files) => X509Certificate2.CreateFromPemFile(files.CertificateFile, files.KeyFile);

    public void Dispose()
    {
        _own.Dispose();
        _folder.Delete(recursive: true);
    }
}
