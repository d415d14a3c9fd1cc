using Coordination.Faults.Processes;
using Coordination.Faults.Load;
using Xunit.Abstractions;

namespace Coordination.Faults;

/// <summary>The clock of one host jumps hours ahead and back while it works. Nothing runs early, and what is recorded says when it happened.</summary>
[Collection(ThreeHosts.Name)]
public sealed class When_a_clock_jumps(ThreeHosts three, ITestOutputHelper output)
{
    [FactWith(Need.OwnClock)]
    public async Task Nothing_runs_early_and_what_is_recorded_says_when_it_happened()
    {
        foreach (var seed in Seeds.Rounds(inCi: 1, inSoak: 6))
        {
            var random = Draw.Of(seed, "clock");
            var node = random.OneOf(three.Cluster.Nodes);
            var clock = new OwnClock(node.Folder);
            await using var traffic = Traffic.Start(three.Cluster, three.History, 8_000 + seed);
            var wrong = three.History.Disturb($"the clock of {node.Name} jumps");
            await node.KillAsync();
            Assert.True(await node.StartAsServiceAsync(clock.Environment), node.Log);
            await three.Cluster.ReadyAsync();
            foreach (var jump in new[] { "+2h", "-1h", "+40s", "+0" })
            {
                clock.Move(jump);
                await traffic.DoneAsync(deeds: 100);
            }

            await node.KillAsync();
            await three.HealAsync();
            wrong.Until = TimeProvider.System.GetUtcNow();
            await traffic.StopAsync();
            var reckoning = await three.ReckonAsync();
            output.WriteLine($"Kills: none; {wrong.What} two hours ahead, one back, seed {seed}; {reckoning.AssertNothingFound($"Seed {seed}, {wrong.What}")}");
        }
    }
}
