using System.Net;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Orleans.Configuration;

namespace Coordination.Shared;

/// <summary>How grains are called from outside the cluster: one client with one set of settings for all that is called.</summary>
internal static class Gateways
{
    /// <summary>A started client of the cluster behind these ports of this machine.</summary>
    /// <param name="also">What its calls need besides, for example to be sealed.</param>
    public static async Task<IHost> ConnectAsync(IEnumerable<int> ports, Action<IServiceCollection>? also = null)
    {
        var builder = new HostApplicationBuilder();
        builder.Logging.ClearProviders();
        also?.Invoke(builder.Services);
        builder.UseOrleansClient(client =>
        {
            client.UseStaticClustering([.. ports.Select(port => new IPEndPoint(IPAddress.Loopback, port))]);
            client.Configure<ClusterOptions>(static options => (options.ClusterId, options.ServiceId) = ("coordination", "coordination"));
            // Gateways that were all away are looked for again soon.
            client.Configure<GatewayOptions>(static options => options.GatewayListRefreshPeriod = TimeSpan.FromSeconds(2));
            client.UseConnectionRetryFilter(static (_, _) => Task.FromResult(true));
            client.Configure<ClientMessagingOptions>(static options => options.ResponseTimeout = TimeSpan.FromSeconds(5));
        });
        var host = builder.Build();
        await host.StartAsync();
        return host;
    }
}
