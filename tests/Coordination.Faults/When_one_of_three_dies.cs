using Coordination.Faults.Processes;
using Coordination.Faults.Load;
using Xunit.Abstractions;

namespace Coordination.Faults;

/// <summary>One of three hosts is killed under load: at any moment from outside, then, when it has come back, by itself between two steps of a commit.</summary>
[Collection(ThreeHosts.Name)]
public sealed class When_one_of_three_dies(ThreeHosts three, ITestOutputHelper output)
{
    private static readonly TimeSpan Settles = TimeSpan.FromSeconds(4);

    [Fact]
    public async Task Nothing_that_was_answered_is_lost_and_the_others_go_on()
    {
        var seeds = Seeds.Rounds(inCi: 1, inSoak: 20);
        var waits = new List<TimeSpan>();
        foreach (var seed in seeds)
        {
            var random = Draw.Of(seed, "one of three");
            var node = random.OneOf(three.Cluster.Nodes);
            await using var traffic = Traffic.Start(three.Cluster, three.History, 1_000 + seed);
            await traffic.WatchAsync(incidents: 4);

            await Task.Delay(TimeSpan.FromMilliseconds(random.Next(20, 1_500)), TimeProvider.System);
            var killed = three.History.Disturb($"kill {node.Name}");
            await node.KillAsync();
            await Task.Delay(Settles, TimeProvider.System);
            var place = Places.Draw(random, 150);
            if (!await node.StartAsync(place))
            {
                await node.StartAsServiceAsync();
            }

            killed.Until = TimeProvider.System.GetUtcNow();
            var died = three.History.Disturb($"{node.Name} dies at {place}");
            if (node.IsRunning && node.IsMeantToBeDown)
            {
                await Task.WhenAny(node.Process.ExitedAsync(TimeSpan.FromSeconds(12)));
                await node.KillAsync();
            }

            await Task.Delay(Settles, TimeProvider.System);
            await three.HealAsync();
            died.Until = TimeProvider.System.GetUtcNow();
            await traffic.StopAsync();

            var (first, second) = (Outage.Of(three.History, killed.From, killed.Until.Value), Outage.Of(three.History, died.From, died.Until.Value));
            waits.AddRange([first.Worst, second.Worst]);
            var reckoning = await three.ReckonAsync();
            output.WriteLine($"seed {seed}: {killed.What}: {first}; {died.What}: {second}; {reckoning.AssertNothingFound($"Seed {seed}, {killed.What}, {died.What}")}");
        }

        output.WriteLine($"Kills: {2 * seeds.Count} of one of three hosts, seeds {seeds[0]} to {seeds[^1]}; longest waits {string.Join(", ", waits.Select(wait => $"{wait.TotalSeconds:F1}"))} s.");
    }
}
