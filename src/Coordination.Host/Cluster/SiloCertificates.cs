using System.Globalization;
using System.Net;
using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Coordination.Host.Composition;

namespace Coordination.Host.Cluster;

/// <summary>
/// What this process shows to the others of its cluster, and whom it believes: a certificate that the one authority has signed, that is valid now, and that names
/// either <see cref="Name"/> or the very address of who shows it. A name that the authority gave to something else, a web server say, does not let that in.
/// </summary>
internal sealed class SiloCertificates
{
    /// <summary>The name that makes a certificate one of a process of the cluster, wherever that runs.</summary>
    public const string Name = "coordination-silo";

    private const string Section = "Coordination:Cluster:Tls";
    private static readonly Oid ForServers = new("1.3.6.1.5.5.7.3.1");
    private static readonly Oid ForClients = new("1.3.6.1.5.5.7.3.2");

    private readonly X509Certificate2Collection _authorities;

    private SiloCertificates(SslStreamCertificateContext shown, X509Certificate2Collection authorities) => (Shown, _authorities) = (shown, authorities);

    /// <summary>This process's certificate with its key and its chain.</summary>
    public SslStreamCertificateContext Shown { get; }

    /// <summary>How the chain of one who is connected to is built.</summary>
    public X509ChainPolicy OfServers => Policy(_authorities, ForServers);

    /// <summary>How the chain of one who connects is built.</summary>
    public X509ChainPolicy OfClients => Policy(_authorities, ForClients);

    /// <summary>Whether a certificate is one of a process of the cluster at this address.</summary>
    public static bool Names(X509Certificate2 certificate, IPAddress address)
        => certificate.MatchesHostname(Name, allowWildcards: false, allowCommonName: false)
            || certificate.MatchesHostname((address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address).ToString(), allowWildcards: false, allowCommonName: false);

    /// <summary>What is wrong with the files, for whoever starts the process.</summary>
    public static IEnumerable<string> Errors(ClusterTlsOptions files, IPAddress address)
    {
        try
        {
            From(SiloCertificateFiles.Read(files), address);
            return [];
        }
        catch (SiloCertificateException wrong)
        {
            return [wrong.Message];
        }
    }

    /// <exception cref="SiloCertificateException">The others would refuse it.</exception>
    public static SiloCertificates From(SiloCertificateFiles files, IPAddress address)
    {
        var authorities = Certificates(files.Authority, files.Names.AuthorityFile, nameof(ClusterTlsOptions.AuthorityFile));
        var chain = Certificates(files.Certificate, files.Names.CertificateFile, nameof(ClusterTlsOptions.CertificateFile));
        var own = WithKey(files);
        chain.RemoveAt(0);
        var now = TimeProvider.System.GetUtcNow();
        if (now < own.NotBefore || now > own.NotAfter)
        {
            throw new SiloCertificateException(string.Create(
                CultureInfo.InvariantCulture,
                $"{Section}:CertificateFile is {files.Names.CertificateFile}, which is valid from {own.NotBefore.ToUniversalTime():u} to {own.NotAfter.ToUniversalTime():u} and not now. Put a new one there."));
        }

        foreach (var role in new[] { ForServers, ForClients })
        {
            var policy = Policy(authorities, role);
            policy.ExtraStore.AddRange(chain);
            using var built = new X509Chain { ChainPolicy = policy };
            if (!built.Build(own))
            {
                throw new SiloCertificateException(
                    $"{Section}:CertificateFile is {files.Names.CertificateFile}, which the authority in {files.Names.AuthorityFile} does not vouch for "
                    + $"({string.Join(", ", built.ChainStatus.Select(status => status.Status).Distinct())}). It must be signed by it, for servers and for clients.");
            }
        }

        return Names(own, address)
            ? new(SslStreamCertificateContext.Create(own, chain, offline: true), authorities)
            : throw new SiloCertificateException($"{Section}:CertificateFile is {files.Names.CertificateFile}, which names neither {Name} nor {address} among its alternative names. Let it be made with DNS:{Name}.");
    }

    private static X509ChainPolicy Policy(X509Certificate2Collection authorities, Oid role)
    {
        var policy = new X509ChainPolicy
        {
            TrustMode = X509ChainTrustMode.CustomRootTrust,
            // An authority of one cluster has no lists to ask for; a certificate is withdrawn by changing the authority, or by its short life.
            RevocationMode = X509RevocationMode.NoCheck,
            DisableCertificateDownloads = true,
        };
        policy.CustomTrustStore.AddRange(authorities);
        policy.ApplicationPolicy.Add(role);
        return policy;
    }

    private static X509Certificate2Collection Certificates(string pem, string file, string setting)
    {
        var found = new X509Certificate2Collection();
        try
        {
            found.ImportFromPem(pem);
        }
        catch (CryptographicException)
        {
            found.Clear();
        }

        return found.Count > 0 ? found : throw new SiloCertificateException($"{Section}:{setting} is {file}, which holds no certificate in PEM.");
    }

    private static X509Certificate2 WithKey(SiloCertificateFiles files)
    {
        try
        {
            var own = X509Certificate2.CreateFromPem(files.Certificate, files.Key);
            // Windows shows only certificates whose key lies in one of its own containers.
            return OperatingSystem.IsWindows() ? X509CertificateLoader.LoadPkcs12(own.Export(X509ContentType.Pkcs12), null) : own;
        }
        catch (Exception unfitting) when (unfitting is CryptographicException or ArgumentException)
        {
            throw new SiloCertificateException($"{Section}:KeyFile is {files.Names.KeyFile}, which holds no unencrypted private key in PEM that fits the certificate in {files.Names.CertificateFile}.");
        }
    }
}

/// <summary>Certificates that the other processes would refuse. The message says which file, and what to do.</summary>
internal sealed class SiloCertificateException(string message) : Exception(message);
