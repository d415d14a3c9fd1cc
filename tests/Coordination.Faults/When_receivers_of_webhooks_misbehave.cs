using Coordination.Faults.Processes;
using Coordination.Faults.Load;
using Coordination.Faults.Outside;
using Xunit.Abstractions;

namespace Coordination.Faults;

/// <summary>Receivers hang, drip, cut the wire, flood, send on for ever or answer that they cannot: each holds up only itself, and costs a bounded number of connections.</summary>
[Collection(ThreeHosts.Name)]
public sealed class When_receivers_of_webhooks_misbehave(ThreeHosts three, ITestOutputHelper output)
{
    /// <summary>At most two at once to one receiver from each host, and as many that the hosts have closed and the receiver has not yet seen closed.</summary>
    private const int MostConnections = 3 * 4;

    private const int Burst = 16;

    [Fact]
    public async Task Each_holds_up_only_itself()
    {
        var manners = new[] { (HookManner.Hang, HookManner.Drip, HookManner.Redirect), (HookManner.Reset, HookManner.Flood, HookManner.Busy429), (HookManner.Fail500, HookManner.Hang, HookManner.Drip) };
        foreach (var seed in Seeds.Rounds(inCi: 2, inSoak: 12))
        {
            var (alma, boreal, hive) = manners[(seed - Seeds.First) % manners.Length];
            var hooks = three.Cluster.Outside.Hooks;
            (hooks["Alma"].Manner, hooks["Boreal"].Manner, hooks["Hive"].Manner) = (alma, boreal, hive);
            var bad = three.History.Disturb($"receivers {alma}, {boreal}, {hive}");
            var arrived = three.Cluster.Outside.All.Count;
            await using (var traffic = Traffic.Start(three.Cluster, three.History, 6_000 + seed))
            {
                // More for each institution at once than may be on the way to it.
                var burst = new[] { "192.0.2.", "198.51.100.", "203.0.113." }.SelectMany(network => Enumerable.Range(0, Burst).Select(number => network + (10 + (Burst * ((seed - Seeds.First) % 13)) + number).Text()));
                await Sensor.DeliverBurstAsync(Traffic.ClientOf(three.Cluster, three.Cluster.World.Sensor), three.History, three.Cluster.World.Sensor, $"burst-{seed}", [.. burst]);
                await traffic.DoneAsync(deeds: 200);
            }

            // What is being tried is tried to its end before the receivers are good again: an attempt takes four seconds at most.
            var reckoning = await three.ReckonAsync();
            foreach (var hook in hooks.Values)
            {
                hook.Manner = HookManner.Well;
            }

            bad.Until = TimeProvider.System.GetUtcNow();
            var duty = three.Cluster.Outside.All.Skip(arrived).Count(one => one.To == hooks[Catchers.Duty].Address);
            output.WriteLine(
                $"Kills: none; {bad.What}, seed {seed}: {duty} webhooks to the good one, at most {hooks.Values.Max(hook => hook.MostOpen)} connections to one; {reckoning.AssertNothingFound($"Seed {seed}, {bad.What}")}");
            Assert.All(hooks, hook => Assert.InRange(hook.Value.MostOpen, 0, MostConnections));
        }
    }
}
