using System.Net;
using Coordination.Host.Cluster;
using Orleans.Configuration;

namespace Coordination.Host.Composition;

/// <summary>Joins this process to the others of its database: who is there (a table), how they reach one another (addresses), and how soon a dead one is noticed.</summary>
internal static class ClusterComposition
{
    /// <summary>So long is the answer of another process waited for. Who needs it sooner asks again; who asks again is answered once.</summary>
    private static readonly TimeSpan Response = TimeSpan.FromSeconds(5);

    public static void UseCluster(this ISiloBuilder silo, DatabaseOptions database, ClusterOptions cluster)
    {
        var address = ClusterAddress.Find(cluster.AdvertisedAddress)
            ?? throw new InvalidOperationException($"Coordination:Cluster:AdvertisedAddress is '{cluster.AdvertisedAddress}', which no longer is an address of anything.");
        var invariant = OrleansDatabase.Invariant(database.Engine);
        var connectionString = OrleansDatabase.ConnectionString(database);
        silo.Configure<Orleans.Configuration.ClusterOptions>(options =>
        {
            options.ClusterId = cluster.ClusterId;
            options.ServiceId = cluster.ServiceId;
        });
        silo.UseAdoNetClustering(options =>
        {
            options.Invariant = invariant;
            options.ConnectionString = connectionString;
        });
        silo.AddAdoNetGrainStorage("snapshots", options =>
        {
            options.Invariant = invariant;
            options.ConnectionString = connectionString;
        });
        silo.Configure<EndpointOptions>(options => SetEndpoints(options, cluster, address));
        silo.Configure<ClusterMembershipOptions>(NoticeSoon);
        silo.Configure<SiloMessagingOptions>(static options =>
        {
            options.ResponseTimeout = Response;
            options.SystemResponseTimeout = Response;
        });
        silo.Configure<ConnectionOptions>(static options => options.OpenConnectionTimeout = TimeSpan.FromSeconds(3));
        if (!cluster.Tls.IsEmpty)
        {
            SiloTls.Use(silo, cluster.Tls, address);
        }
    }

    private static void SetEndpoints(EndpointOptions options, ClusterOptions cluster, IPAddress address)
    {
        var listen = ClusterAddress.ListenOn(address);
        options.AdvertisedIPAddress = address;
        options.SiloPort = cluster.SiloPort > 0 ? cluster.SiloPort : FreePorts.Take();
        options.SiloListeningEndpoint = new IPEndPoint(listen, options.SiloPort);
        options.GatewayPort = cluster.GatewayPort;
        options.GatewayListeningEndpoint = cluster.GatewayPort > 0 ? new IPEndPoint(listen, cluster.GatewayPort) : null;
    }

    /// <summary>
    /// A process that was killed is declared dead within some three seconds: two misses in a row, the second by the eyes of a third process. A busy one is not:
    /// its own lateness stretches the wait, and a connection on which something came lately is a sign of life. Measured: see README.
    /// </summary>
    private static void NoticeSoon(ClusterMembershipOptions options)
    {
        options.ProbeTimeout = TimeSpan.FromSeconds(1.5);
        options.MinProbeTimeout = TimeSpan.FromSeconds(1.5);
        options.MaxProbeTimeout = TimeSpan.FromSeconds(3);
        options.NumMissedProbesLimit = 2;
        options.TableRefreshTimeout = TimeSpan.FromSeconds(5);
        // One that was killed and comes again at another address does not wait long for its own ghost.
        options.IAmAliveTablePublishTimeout = TimeSpan.FromSeconds(5);
    }
}
