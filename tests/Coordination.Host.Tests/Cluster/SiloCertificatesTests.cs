using System.Net;
using Coordination.Host.Cluster;
using Coordination.Host.Composition;
using Microsoft.Extensions.Logging.Abstractions;

namespace Coordination.Host.Tests.Cluster;

public sealed class SiloCertificatesTests : IDisposable
{
    private static readonly IPAddress Here = IPAddress.Parse("192.0.2.7");

    private readonly TestAuthority _authority = new();
    private readonly TestAuthority _other = new("Another authority");

    public void Dispose()
    {
        _authority.Dispose();
        _other.Dispose();
    }

    [Fact]
    public void A_certificate_with_the_name_of_the_cluster_or_with_the_address_is_good()
    {
        Assert.Empty(SiloCertificates.Errors(_authority.Issue(), Here));
        Assert.Empty(SiloCertificates.Errors(_authority.Issue(dns: null, ip: Here), Here));
    }

    [Fact]
    public void What_the_others_would_refuse_is_named_at_start()
    {
        var good = _authority.Issue();

        Complains(new() { CertificateFile = good.CertificateFile, KeyFile = good.KeyFile }, "Tls:AuthorityFile is missing", "all three");
        Complains(With(good, key: ""), "Tls:KeyFile is missing");
        Complains(With(good, certificate: good.CertificateFile + ".gone"), "Tls:CertificateFile is", "which is not there");
        Complains(With(good, key: Path.GetDirectoryName(good.KeyFile)!), "Tls:KeyFile is", "cannot be read");
        Complains(With(good, certificate: _authority.Write("nothing.pem", "no certificate")), "Tls:CertificateFile is", "holds no certificate");
        Complains(With(good, authority: _authority.Write("broken.pem", "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----")), "Tls:AuthorityFile is", "holds no certificate");
        Complains(With(good, key: _authority.Issue().KeyFile), "Tls:KeyFile is", "fits the certificate");
        Complains(With(good, key: _authority.Write("empty.key", "")), "Tls:KeyFile is", "fits the certificate");
        Complains(_authority.Issue(validFromDays: -20, validToDays: -1), "and not now", "new one");
        Complains(_authority.Issue(validFromDays: 1, validToDays: 20), "and not now");
        Complains(With(good, authority: _other.AuthorityFile), "does not vouch for", "signed");
        Complains(_authority.Issue(clients: false), "does not vouch for", "for servers and for clients");
        Complains(_authority.Issue(servers: false), "does not vouch for", "for servers and for clients");
        Complains(_authority.Issue(dns: "web.cert.example", ip: IPAddress.Parse("192.0.2.8")), "names neither coordination-silo nor 192.0.2.7", "DNS:coordination-silo");
        Complains(_authority.Issue(dns: "*"), "names neither");
    }

    [Fact]
    public void New_files_are_taken_once_they_fit_together()
    {
        var files = _authority.Issue(name: "process");
        var identity = new SiloIdentity(files, Here, NullLogger<SiloIdentity>.Instance);
        var first = identity.Current();
        Assert.Same(first, identity.Current());
        var key = File.ReadAllText(files.KeyFile);

        _authority.Issue(name: "process");
        var newKey = File.ReadAllText(files.KeyFile);
        File.WriteAllText(files.KeyFile, key);
        Assert.Same(first, identity.Current());
        File.Delete(files.KeyFile);
        Assert.Same(first, identity.Current());
        File.WriteAllText(files.KeyFile, newKey);

        Assert.NotSame(first, identity.Current());
        Assert.NotEqual(first.Shown.TargetCertificate.Thumbprint, identity.Current().Shown.TargetCertificate.Thumbprint);
        _authority.Issue(name: "process", validFromDays: -9, validToDays: -1);
        Assert.NotEqual(TestAuthority.Load(files).Thumbprint, identity.Current().Shown.TargetCertificate.Thumbprint);
    }

    private static void Complains(ClusterTlsOptions files, params string[] words)
    {
        var error = Assert.Single(SiloCertificates.Errors(files, Here));
        Assert.All(words, word => Assert.Contains(word, error, StringComparison.Ordinal));
    }

    private static ClusterTlsOptions With(ClusterTlsOptions good, string? certificate = null, string? key = null, string? authority = null)
        => new() { CertificateFile = certificate ?? good.CertificateFile, KeyFile = key ?? good.KeyFile, AuthorityFile = authority ?? good.AuthorityFile };
}
