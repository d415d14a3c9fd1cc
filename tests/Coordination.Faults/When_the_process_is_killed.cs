using Coordination.Faults.Check;
using Coordination.Faults.Load;
using Coordination.Faults.Processes;
using Xunit.Abstractions;

namespace Coordination.Faults;

/// <summary>
/// The real executable with the embedded database under load, killed again and again on one data folder: between any two steps of a commit, or at any moment at
/// all. The seed decides where; it is printed, and <c>COORDINATION_SEED</c> sets the first.
/// </summary>
[Collection(OnHostsOfTheirOwn.Name)]
public sealed class When_the_process_is_killed(ITestOutputHelper output)
{
    [Fact]
    public async Task Whatever_was_answered_is_there_once_and_the_chain_is_whole()
    {
        var seeds = Seeds.Rounds(inCi: 5, inSoak: 200);
        await using var cluster = await Cluster.StartAsync(new ClusterPlan { Hosts = 1 });
        var node = cluster.Nodes[0];
        await using var console = new WatchingConsole("console", 0, cluster.Nodes, cluster.World.Reader);
        console.Start();
        var history = new History();
        foreach (var seed in seeds)
        {
            var random = Draw.Of(seed, "kill");
            var at = random.Next(3) == 0 ? null : Places.Draw(random, 60);
            if (at is not null)
            {
                // That is a kill like any other, if with nothing under way.
                var prepared = history.Disturb($"killed to be started with {at}");
                await node.KillAsync();
                await node.StartAsync(at);
                prepared.Until = TimeProvider.System.GetUtcNow();
            }

            await using var traffic = Traffic.Start(cluster, history, seed);
            var disturbance = history.Disturb(at is null ? "killed at any moment" : $"killed at {at}");
            var said = await DieAsync(node, at, random);
            await Chain.AssertWholeAsync(cluster, $"Seed {seed}");
            Assert.True(await node.StartAsync(), $"Seed {seed}: does not start again.{Environment.NewLine}{cluster.Log}");
            disturbance.Until = TimeProvider.System.GetUtcNow();
            await traffic.StopAsync();
            var reckoning = await Reckoning.HoldAsync(cluster, history, [console]);
            output.WriteLine($"seed {seed}: {said}; {reckoning.AssertNothingFound($"Seed {seed}, {said}")}");
        }

        output.WriteLine($"Kills: {seeds.Count} of the single process, seeds {seeds[0]} to {seeds[^1]}.");
    }

    /// <summary>The process dies under load, by itself or by us; says how.</summary>
    private static async Task<string> DieAsync(Node node, string? at, Random random)
    {
        // Not a wait for luck: the moment itself is what the seed chooses. One that dies by itself gets time to come to its place.
        var after = TimeSpan.FromMilliseconds(at is null ? random.Next(20, 1_500) : 8_000);
        try
        {
            await node.Process.ExitedAsync(after);
            return $"killed at {at}";
        }
        catch (TimeoutException)
        {
            await node.KillAsync();
            return at is null ? $"killed after {after.TotalMilliseconds:F0} ms" : $"killed under load, before {at}";
        }
    }
}

