using Coordination.Faults.Check;
using Coordination.Faults.Load;
using Coordination.Faults.Processes;
using Coordination.Shared;

namespace Coordination.Faults;

/// <summary>Three hosts on a durable PostgreSQL, with consoles: started once, and disturbed by one experiment after another. Each must leave it whole, because the next goes on with it.</summary>
public sealed class ThreeHosts : IAsyncLifetime
{
    public const string Name = "three hosts";

    private readonly List<WatchingConsole> _consoles = [];

    internal PostgresServer Server { get; private set; } = null!;

    internal Cluster Cluster { get; private set; } = null!;

    internal History History { get; } = new();

    internal IReadOnlyList<WatchingConsole> Consoles => _consoles;

    public async Task InitializeAsync()
    {
        Server = await StartServerAsync();
        Cluster = await Cluster.StartAsync(new ClusterPlan { Server = Server, HasGateways = true });
        for (var number = 0; number < 3; number++)
        {
            var console = new WatchingConsole($"console {number + 1}", number, Cluster.Nodes, Cluster.World.Reader);
            _consoles.Add(console);
            console.Start();
        }
    }

    public async Task DisposeAsync()
    {
        foreach (var console in _consoles)
        {
            await console.DisposeAsync();
        }

        await Cluster.DisposeAsync();
        await Server.DisposeAsync();
    }

    /// <summary>Commits wait for the disk, and the server says when each was made: the checker wants a clock that is not the hosts'.</summary>
    internal static Task<PostgresServer> StartServerAsync() => PostgresServer.StartAsync(durable: true, "track_commit_timestamp = on");

    /// <summary>Brings back what is down and waits until all are ready.</summary>
    internal async Task HealAsync()
    {
        // One that the others take for dead while it is still starting ends itself, and is started again.
        var whole = await Until.HoldsAsync(async () =>
        {
            await Task.WhenAll(Cluster.Nodes.Where(node => !node.IsRunning).Select(node => node.StartAsync()));
            return await Cluster.IsReadyAsync();
        });
        Assert.True(whole is not null, Cluster.Log);
    }

    internal Task<Reckoning> ReckonAsync(ReckoningTerms? terms = null) => Reckoning.HoldAsync(Cluster, History, _consoles, terms);
}

[CollectionDefinition(ThreeHosts.Name)]
public sealed class OnThreeHosts : ICollectionFixture<ThreeHosts>;
