using Coordination.Faults.Processes;
using Coordination.Faults.Load;
using Xunit.Abstractions;

namespace Coordination.Faults;

/// <summary>One of three hosts stands still for a while, is taken for dead, and then goes on where it stood: what it writes late must be refused.</summary>
[Collection(ThreeHosts.Name)]
public sealed class When_one_of_three_is_frozen(ThreeHosts three, ITestOutputHelper output)
{
    [Fact]
    public async Task What_it_does_late_has_no_effect()
    {
        foreach (var seed in Seeds.Rounds(inCi: 1, inSoak: 6))
        {
            var random = Draw.Of(seed, "frozen");
            var node = random.OneOf(three.Cluster.Nodes);
            // Past the time after which its transaction is ended; in a long run also past its leases.
            var still = TimeSpan.FromSeconds(Seeds.IsSoak ? random.Next(20, 70) : 12);
            await using var traffic = Traffic.Start(three.Cluster, three.History, 4_000 + seed);
            await traffic.WatchAsync(incidents: 4);
            await traffic.DoneAsync(deeds: 40);
            var frozen = three.History.Disturb($"freeze {node.Name}");
            await node.FreezeAsync();
            await Task.Delay(still, TimeProvider.System);
            await node.ThawAsync();
            var thawed = TimeProvider.System.GetUtcNow();
            await Task.Delay(TimeSpan.FromSeconds(4), TimeProvider.System);
            var left = !node.IsRunning;
            await three.HealAsync();
            frozen.Until = TimeProvider.System.GetUtcNow();
            await traffic.StopAsync();

            var outage = Outage.Of(three.History, frozen.From, thawed);
            var reckoning = await three.ReckonAsync();
            output.WriteLine(
                $"Kills: {node.Name} frozen for {still.TotalSeconds:F0} s, seed {seed}: {(left ? "it ended when it saw that the others had gone on without it, and was started again" : "it went on")}; {outage}; "
                + reckoning.AssertNothingFound($"Seed {seed}, {frozen.What}"));
        }
    }
}
