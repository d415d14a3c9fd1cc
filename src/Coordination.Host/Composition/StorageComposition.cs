using Coordination.Domain;
using Coordination.Domain.Journal;
using Coordination.Grains.Access;
using Coordination.Storage;
using Coordination.Storage.Journal;
using Coordination.Storage.Postgres;
using Coordination.Storage.Snapshots;
using Coordination.Storage.SqlServer;
using Coordination.Storage.Sqlite;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace Coordination.Host.Composition;

/// <summary>Joins the database: one store for the process, opened when it is first asked for and closed as the last of all.</summary>
internal static class StorageComposition
{
    public static void AddStorage(this IServiceCollection services, CoordinationOptions options)
    {
        // Opened outside any synchronisation context: a test's own must not be waited for by itself.
        services.AddSingleton(static all => Task.Run(() => OpenAsync(all)).GetAwaiter().GetResult());
        services.AddSingleton(static all => all.GetRequiredService<IStore>().Journal);
        services.AddSingleton(static all => all.GetRequiredService<IStore>().Feed);
        services.AddSingleton(static all => all.GetRequiredService<IStore>().Outbox);
        services.AddSingleton(static all => all.GetRequiredService<IStore>().Rows);
        services.AddSingleton(static all => all.GetRequiredService<IStore>().History);
        services.AddSingleton<IErasure>(static all => all.GetRequiredService<IStore>());
        services.AddSingleton(static all => all.GetRequiredService<IStore>().Contents);
        services.AddSingleton(OpenMasterKey);
        services.AddSingleton(static all => new CallerKey(all.GetRequiredService<MasterKey>().DeriveKey(CallerKey.Purpose)));
        if (options.Database.Engine != DatabaseEngine.Sqlite)
        {
            FollowTheDatabasesClock(services, options.Database);
        }
        else
        {
            services.AddSingleton(static all => Task.Run(() => SnapshotDatabase.PrepareAsync(
                all.GetRequiredService<IOptions<CoordinationOptions>>().Value.SnapshotFile, all.GetRequiredService<ILoggerFactory>().CreateLogger(typeof(SnapshotDatabase).FullName!))).GetAwaiter().GetResult());
        }
    }

    /// <summary>Several processes agree on what is due by the database's clock; whoever sets a machine's clock changes nothing.</summary>
    private static void FollowTheDatabasesClock(IServiceCollection services, DatabaseOptions database)
    {
        var machine = services.LastOrDefault(one => one.ServiceType == typeof(TimeProvider) && !one.IsKeyedService)?.ImplementationInstance as TimeProvider ?? TimeProvider.System;
        services.AddSingleton(all => Task.Run(() => DatabaseClock.StartAsync(
            cancellationToken => database.Engine == DatabaseEngine.PostgreSql
                ? PostgresStore.ReadTimeAsync(database.ConnectionString, cancellationToken)
                : SqlServerStore.ReadTimeAsync(database.ConnectionString, cancellationToken),
            machine,
            all.GetRequiredService<ILogger<DatabaseClock>>(),
            CancellationToken.None)).GetAwaiter().GetResult());
        services.Replace(ServiceDescriptor.Singleton<TimeProvider>(static all => all.GetRequiredService<DatabaseClock>()));
    }

    private static MasterKey OpenMasterKey(IServiceProvider services)
    {
        // The store first: it makes the key of an embedded database, and knows whether the key is that of a server's.
        _ = services.GetRequiredService<IStore>();
        return MasterKey.Open(services.GetRequiredService<IOptions<CoordinationOptions>>().Value.Keys, mayMake: false);
    }

    private static async Task<IStore> OpenAsync(IServiceProvider services)
    {
        var options = services.GetRequiredService<IOptions<CoordinationOptions>>().Value;
        var clock = services.GetRequiredService<TimeProvider>();
        var loggers = services.GetRequiredService<ILoggerFactory>();
        var measures = new JournalMeasures(services.GetRequiredService<System.Diagnostics.Metrics.IMeterFactory>());
        Directory.CreateDirectory(options.Folder);
        return options.Database.Engine switch
        {
            DatabaseEngine.Sqlite => await SqliteStore.OpenAsync(
                new SqliteOptions { DataFile = options.DataFile, KeyFolder = options.Keys, CheckpointFolder = options.Checkpoints, Measures = measures }, Kinds.Tables, Kinds.All, clock, loggers, CancellationToken.None),
            DatabaseEngine.PostgreSql => await PostgresStore.OpenAsync(
                new PostgresOptions { ConnectionString = options.Database.ConnectionString, KeyFolder = options.Keys, CheckpointFolder = options.Checkpoints, Measures = measures }, Kinds.Tables, clock, loggers, CancellationToken.None),
            _ => await SqlServerStore.OpenAsync(
                new SqlServerOptions { ConnectionString = options.Database.ConnectionString, KeyFolder = options.Keys, CheckpointFolder = options.Checkpoints, Measures = measures }, Kinds.Tables, clock, loggers, CancellationToken.None),
        };
    }
}
