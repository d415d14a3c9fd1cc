using Coordination.Contracts;
using Coordination.Grains;
using Coordination.Storage.Snapshots;
using Orleans.Configuration;
using Orleans.Runtime;
using Orleans.Serialization;
using Orleans.Storage;

namespace Coordination.Host.Composition;

/// <summary>Joins the grains: one silo in this process; with the embedded database for nobody outside it, with a server's as one of several.</summary>
internal static class OrleansComposition
{
    public static void AddSilo(this WebApplicationBuilder builder, CoordinationOptions options)
    {
        builder.UseOrleans(silo =>
        {
            if (options.Database.Engine == DatabaseEngine.Sqlite)
            {
                UseThisProcessAlone(silo);
            }
            else
            {
                silo.UseCluster(options.Database, options.Cluster);
            }

            silo.UseSystemTextJsonGrainStorageSerializer();
            silo.AddActivityPropagation();
            silo.Configure<GrainCollectionOptions>(static collection => collection.CollectionAge = TimeSpan.FromMinutes(20));
        });
        builder.Services.Configure<SystemTextJsonGrainStorageSerializerOptions>(static json => Wire.Configure(json.JsonSerializerOptions));
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

    private static void UseThisProcessAlone(ISiloBuilder silo)
    {
        // A port of its own for each process, so that several can run on one machine; gateway 0: no clients from outside.
        silo.UseLocalhostClustering(siloPort: FreePorts.Take(), gatewayPort: 0, serviceId: "coordination", clusterId: "coordination");
        silo.AddAdoNetGrainStorage("snapshots", storage => storage.Configure<SnapshotDataSource>(static (options, source) =>
        {
            options.Invariant = SnapshotDataSource.Invariant;
            options.DataSource = source;
        }));
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
