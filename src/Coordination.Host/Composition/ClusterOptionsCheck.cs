using System.Net;
using Coordination.Host.Cluster;

namespace Coordination.Host.Composition;

/// <summary>Checks how the processes of one database are to find one another.</summary>
internal static class ClusterOptionsCheck
{
    private const string Section = "Coordination:Cluster";

    public static IEnumerable<string> Errors(CoordinationOptions options)
        => options.Database.Engine == DatabaseEngine.Sqlite ? ErrorsOfOneProcess(options.Cluster) : ErrorsOfSeveral(options.Cluster);

    private static IEnumerable<string> ErrorsOfOneProcess(ClusterOptions cluster)
        => from setting in new (string Name, bool IsSet)[]
           {
               (nameof(cluster.AdvertisedAddress), cluster.AdvertisedAddress.Length > 0), (nameof(cluster.SiloPort), cluster.SiloPort != 0), (nameof(cluster.GatewayPort), cluster.GatewayPort != 0),
               (nameof(cluster.Tls), !cluster.Tls.IsEmpty),
           }
           where setting.IsSet
           select $"{Section}:{setting.Name} is set, but Coordination:Database:Engine is Sqlite, and one file has one process. Choose PostgreSql or SqlServer, or remove it.";

    private static IEnumerable<string> ErrorsOfSeveral(ClusterOptions cluster)
    {
        foreach (var (name, id) in new[] { (nameof(cluster.ClusterId), cluster.ClusterId), (nameof(cluster.ServiceId), cluster.ServiceId) })
        {
            if (string.IsNullOrWhiteSpace(id) || id.Length > 150)
            {
                yield return $"{Section}:{name} is a name of 1 to 150 characters.";
            }
        }

        foreach (var (name, port) in new[] { (nameof(cluster.SiloPort), cluster.SiloPort), (nameof(cluster.GatewayPort), cluster.GatewayPort) })
        {
            if (port is < 0 or > 65_535)
            {
                yield return $"{Section}:{name} is {port}; a port is 1 to 65,535, or 0 for {(name == nameof(cluster.SiloPort) ? "a free one" : "none")}.";
            }
        }

        if (cluster.SiloPort > 0 && cluster.SiloPort == cluster.GatewayPort)
        {
            yield return $"{Section}:SiloPort and {Section}:GatewayPort are both {cluster.SiloPort}. They must differ.";
        }

        if (ClusterAddress.Find(cluster.AdvertisedAddress) is not { } address)
        {
            yield return $"{Section}:AdvertisedAddress is '{cluster.AdvertisedAddress}', which is neither an IP address that others can reach nor a host name that this machine can resolve.";
            yield break;
        }

        foreach (var error in cluster.Tls.IsEmpty ? ErrorsWithoutTls(cluster, address) : SiloCertificates.Errors(cluster.Tls, address))
        {
            yield return error;
        }

        if (!IPAddress.IsLoopback(address) && cluster.SiloPort == 0)
        {
            yield return $"{Section}:SiloPort is 0, a free one, which is for several processes on one machine. Name the port, for example 11111.";
        }
    }

    private static IEnumerable<string> ErrorsWithoutTls(ClusterOptions cluster, IPAddress address)
        => IPAddress.IsLoopback(address)
            ? []
            : [$"{Section}:AdvertisedAddress is '{cluster.AdvertisedAddress}', but silo traffic is private: name certificates in {Section}:Tls or stay on loopback."];
}
