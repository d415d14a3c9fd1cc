using System.Diagnostics;
using Coordination.Faults.Load;
using Coordination.Faults.Processes;
using Xunit.Abstractions;

namespace Coordination.Faults;

/// <summary>As a power cut of all hosts: they are gone at once and come back together. What came due meanwhile is done once, soon after.</summary>
[Collection(ThreeHosts.Name)]
public sealed class When_all_die_at_once(ThreeHosts three, ITestOutputHelper output)
{
    [Fact]
    public async Task What_came_due_meanwhile_is_done_once_after_they_are_back()
    {
        foreach (var seed in Seeds.Rounds(inCi: 1, inSoak: 10))
        {
            await using var traffic = Traffic.Start(three.Cluster, three.History, 2_000 + seed);
            await traffic.DoneAsync(deeds: 100);
            var cut = three.History.Disturb("kill all hosts");
            await Task.WhenAll(three.Cluster.Nodes.Select(node => node.KillAsync()));
            // A step waits for a minute: some come due while nobody is there.
            await Until.HoldsAsync(async () => (await three.Cluster.Books.DueAsync()).Count > 3, TimeSpan.FromSeconds(70));
            await three.HealAsync();
            var back = Stopwatch.StartNew();
            cut.Until = TimeProvider.System.GetUtcNow();
            await traffic.StopAsync();
            var caught = await Until.HoldsAsync(async () => (await three.Cluster.Books.DueAsync()).Count == 0);
            var seconds = back.Elapsed.TotalSeconds;

            var reckoning = await three.ReckonAsync();
            output.WriteLine($"Kills: all hosts at once, seed {seed}: down {(cut.Until - cut.From)!.Value.TotalSeconds:F1} s, nothing overdue {seconds:F1} s after all were ready; {reckoning.AssertNothingFound($"Seed {seed}, {cut.What}")}");
            Assert.NotNull(caught);
        }
    }
}
