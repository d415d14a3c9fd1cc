namespace Coordination.Host.Composition;

/// <summary>How the processes of one database find one another, in <c>Coordination:Cluster</c>. Not used with SQLite.</summary>
public sealed class ClusterOptions
{
    /// <summary>Processes with the same id work together.</summary>
    public string ClusterId { get; set; } = "coordination";

    /// <summary>Fixed for the life of the data.</summary>
    public string ServiceId { get; set; } = "coordination";

    /// <summary>Under which IP address or host name the other processes reach this one. Empty: loopback, for several processes on one machine.</summary>
    public string AdvertisedAddress { get; set; } = "";

    /// <summary>The port for the other processes. 0: a free one, on loopback only.</summary>
    public int SiloPort { get; set; }

    /// <summary>The port for clients of the cluster outside it. 0: none.</summary>
    public int GatewayPort { get; set; }

    public ClusterTlsOptions Tls { get; set; } = new();
}

/// <summary>The certificates by which the processes know one another, in <c>Coordination:Cluster:Tls</c>. May be empty on loopback only.</summary>
public sealed class ClusterTlsOptions
{
    /// <summary>This process's certificate with its chain, PEM.</summary>
    public string CertificateFile { get; set; } = "";

    /// <summary>The certificate's private key, PEM.</summary>
    public string KeyFile { get; set; } = "";

    /// <summary>The certificate authority that signs the certificates of all processes, PEM. No other is trusted.</summary>
    public string AuthorityFile { get; set; } = "";

    /// <summary>Nothing is named, so there is no TLS.</summary>
    internal bool IsEmpty => CertificateFile.Length == 0 && KeyFile.Length == 0 && AuthorityFile.Length == 0;
}
