using Coordination.Storage.Snapshots;
using Microsoft.Extensions.DependencyInjection;
using Orleans.Runtime;
using Orleans.Storage;
using Orleans.TestingHost;

namespace Coordination.Storage.Tests.Snapshots;

/// <summary>What a test keeps of a grain.</summary>
public sealed class Remembered
{
    public int Count { get; set; }

    public string? Text { get; set; }
}

public interface IRememberingGrain : IGrainWithStringKey
{
    Task<int> AddAsync(string text);

    Task<(int Count, string? Text, bool Exists)> ReadAsync();

    Task ClearAsync();
}

internal sealed class RememberingGrain([PersistentState("remembered")] IPersistentState<Remembered> state) : Grain, IRememberingGrain
{
    public async Task<int> AddAsync(string text)
    {
        state.State.Count++;
        state.State.Text = text;
        await state.WriteStateAsync();
        return state.State.Count;
    }

    public Task<(int Count, string? Text, bool Exists)> ReadAsync() => Task.FromResult((state.State.Count, state.State.Text, state.RecordExists));

    public Task ClearAsync() => state.ClearStateAsync();
}

/// <summary>A real silo whose grains are kept in a snapshot file.</summary>
internal sealed class SnapshotSilo : IAsyncDisposable
{
    private readonly InProcessTestCluster _cluster;
    private readonly SnapshotDataSource _source;

    private SnapshotSilo(InProcessTestCluster cluster, SnapshotDataSource source) => (_cluster, _source) = (cluster, source);

    public IGrainStorage Storage => _cluster.Silos[0].ServiceProvider.GetRequiredKeyedService<IGrainStorage>("Default");

    public static async Task<SnapshotSilo> StartAsync(string path)
    {
        var source = await SnapshotDatabase.PrepareAsync(path);
        var builder = new InProcessTestClusterBuilder(1);
        // The service is part of every row: with another name nothing would be found after a restart.
        builder.Options.ServiceId = "coordination";
        builder.ConfigureSilo((_, silo) =>
        {
            silo.UseSystemTextJsonGrainStorageSerializer();
            silo.AddAdoNetGrainStorageAsDefault(options =>
            {
                options.Invariant = SnapshotDataSource.Invariant;
                options.DataSource = source;
            });
        });
        var cluster = builder.Build();
        await cluster.DeployAsync();
        return new(cluster, source);
    }

    public IRememberingGrain Grain(string key) => _cluster.Client.GetGrain<IRememberingGrain>(key);

    public async ValueTask DisposeAsync()
    {
        await _cluster.StopAllSilosAsync();
        await _cluster.DisposeAsync();
        await _source.DisposeAsync();
    }
}
