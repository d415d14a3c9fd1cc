using Coordination.Domain;
using Coordination.Domain.Journal;
using Coordination.Storage;
using Coordination.Storage.Snapshots;
using Coordination.Storage.Sqlite;
using Microsoft.Extensions.Options;

namespace Coordination.Host.Composition;

/// <summary>Joins the embedded database: one store for the process, opened when it is first asked for and closed as the last of all.</summary>
internal static class StorageComposition
{
    public static void AddStorage(this IServiceCollection services)
    {
        // Opened outside any synchronisation context: a test's own must not be waited for by itself.
        services.AddSingleton(static all => Task.Run(() => OpenAsync(all)).GetAwaiter().GetResult());
        services.AddSingleton(static all => all.GetRequiredService<IStore>().Journal);
        services.AddSingleton(static all => all.GetRequiredService<IStore>().Feed);
        services.AddSingleton(static all => all.GetRequiredService<IStore>().Outbox);
        services.AddSingleton(static all => all.GetRequiredService<IStore>().Rows);
        services.AddSingleton(static all => Task.Run(() => SnapshotDatabase.PrepareAsync(
            all.GetRequiredService<IOptions<CoordinationOptions>>().Value.SnapshotFile, all.GetRequiredService<ILoggerFactory>().CreateLogger(typeof(SnapshotDatabase).FullName!))).GetAwaiter().GetResult());
    }

    private static async Task<IStore> OpenAsync(IServiceProvider services)
    {
        var options = services.GetRequiredService<IOptions<CoordinationOptions>>().Value;
        Directory.CreateDirectory(options.Folder);
        return await SqliteStore.OpenAsync(
            new SqliteOptions { DataFile = options.DataFile, KeyFolder = options.Keys, CheckpointFolder = options.Checkpoints },
            Kinds.Tables,
            Kinds.All,
            services.GetRequiredService<TimeProvider>(),
            services.GetRequiredService<ILoggerFactory>(),
            CancellationToken.None);
    }
}
