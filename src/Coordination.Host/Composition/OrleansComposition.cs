using Coordination.Contracts;
using Coordination.Grains;
using Coordination.Storage.Snapshots;
using Orleans.Configuration;
using Orleans.Runtime;
using Orleans.Serialization;
using Orleans.Storage;

namespace Coordination.Host.Composition;

/// <summary>Joins the grains: one silo in this process, for nobody outside it.</summary>
internal static class OrleansComposition
{
    public static void AddSilo(this WebApplicationBuilder builder)
    {
        builder.UseOrleans(silo =>
        {
            // A port of its own for each process, so that several can run on one machine; gateway 0: no clients from outside.
            silo.UseLocalhostClustering(siloPort: FreePorts.Take(), gatewayPort: 0, serviceId: "coordination", clusterId: "coordination");
            silo.AddAdoNetGrainStorage("snapshots", options => options.Configure<SnapshotDataSource>(static (storage, source) =>
            {
                storage.Invariant = SnapshotDataSource.Invariant;
                storage.DataSource = source;
            }));
            silo.UseSystemTextJsonGrainStorageSerializer();
            silo.AddActivityPropagation();
            silo.Configure<GrainCollectionOptions>(static options => options.CollectionAge = TimeSpan.FromMinutes(20));
        });
        builder.Services.Configure<SystemTextJsonGrainStorageSerializerOptions>(static options => Wire.Configure(options.JsonSerializerOptions));
        builder.Services.AddCoordinationGrains();
        RunBackgroundOnRealTime(builder.Services);
        builder.Logging.AddFilter("Orleans", LogLevel.Warning);
        // It asks for the server's garbage collector. The workstation's is chosen (Coordination.Host.csproj): one process on a laptop, and every measure was taken under it.
        builder.Logging.AddFilter("Orleans.Runtime.Silo", LogLevel.Error);
        // False alarms at start (a span as long as the machine is up) and floods for every refused connection: orleans.md §11.
        builder.Logging.AddFilter("Orleans.Runtime.Watchdog", LogLevel.Error);
        builder.Logging.AddFilter("Orleans.Runtime.Messaging", LogLevel.Error);
        builder.Logging.AddFilter("Orleans.Networking", LogLevel.Error);
        builder.Logging.AddFilter("Polly", LogLevel.None);
    }

    /// <summary>Only what grains do follows the injected clock. A test that stops it must not stop membership and messaging.</summary>
    private static void RunBackgroundOnRealTime(IServiceCollection services)
    {
        foreach (var area in new[]
        {
            TimeProviderNames.ActivationManagement, TimeProviderNames.GrainDirectory, TimeProviderNames.Membership, TimeProviderNames.Messaging, TimeProviderNames.SystemTimers,
        })
        {
            services.AddKeyedSingleton(area, TimeProvider.System);
        }
    }
}
