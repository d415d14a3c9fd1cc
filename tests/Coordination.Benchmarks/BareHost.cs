using System.Net;
using Coordination.Host.Composition;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Orleans.Configuration;

namespace Coordination.Benchmarks;

/// <summary>
/// What a process of this kind takes to start without being the product: a silo whose members stand in the same PostgreSQL, with the product's membership settings, and Kestrel with one
/// answer. It runs in a process of its own, which is this program under a hidden verb, and says where it is as the product does.
/// </summary>
internal static class BareHost
{
    public const string Verb = "bare-host";

    /// <summary>Runs until it is asked to stop.</summary>
    public static async Task RunAsync(string connectionString)
    {
        var builder = WebApplication.CreateBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.UseOrleans(silo =>
        {
            silo.Configure<ClusterOptions>(static options => (options.ClusterId, options.ServiceId) = ("bare", "bare"));
            silo.UseAdoNetClustering(options => (options.Invariant, options.ConnectionString) = ("Npgsql", connectionString));
            silo.Configure<EndpointOptions>(static options =>
            {
                options.AdvertisedIPAddress = IPAddress.Loopback;
                (options.SiloPort, options.GatewayPort) = (FreePorts.Take(), 0);
                options.SiloListeningEndpoint = new IPEndPoint(IPAddress.Loopback, options.SiloPort);
            });
            silo.Configure<ClusterMembershipOptions>(static options =>
            {
                options.ProbeTimeout = TimeSpan.FromSeconds(1.5);
                options.NumMissedProbesLimit = 2;
                options.TableRefreshTimeout = TimeSpan.FromSeconds(5);
                options.IAmAliveTablePublishTimeout = TimeSpan.FromSeconds(5);
            });
        });
        await using var app = builder.Build();
        app.MapGet("/", static () => "there");
        await app.StartAsync();
        Console.WriteLine($"Coordination is at {app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First()}");
        await app.WaitForShutdownAsync();
    }
}
