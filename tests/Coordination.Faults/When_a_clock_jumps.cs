using Coordination.Faults.Processes;
using Coordination.Faults.Load;
using Xunit.Abstractions;

namespace Coordination.Faults;

/// <summary>The clock of one host jumps hours ahead and back while it works. Nothing runs early, and what is recorded says when it happened.</summary>
[Collection(ThreeHosts.Name)]
public sealed class When_a_clock_jumps(ThreeHosts three, ITestOutputHelper output)
{
    private static readonly string? Library = new[] { "/usr/lib/x86_64-linux-gnu/faketime/libfaketime.so.1", "/usr/lib/aarch64-linux-gnu/faketime/libfaketime.so.1" }.FirstOrDefault(File.Exists);

    [ExperimentFact]
    public async Task Nothing_runs_early_and_what_is_recorded_says_when_it_happened()
    {
        Assert.True(Library is not null, "libfaketime is not installed. tests/run.sh installs it.");
        var rounds = Seeds.Rounds(inCi: 1, inSoak: 6);
        for (var seed = Seeds.First; seed < Seeds.First + rounds; seed++)
        {
            var random = Draw.Of(seed, "clock");
            var node = random.OneOf(three.Cluster.Nodes);
            var offset = Path.Combine(node.Folder, "offset");
            await File.WriteAllTextAsync(offset, "+0");
            await using var traffic = Traffic.Start(three.Cluster, three.History, 8_000 + seed);
            var wrong = three.History.Disturb($"the clock of {node.Name} jumps");
            await node.KillAsync();
            // The monotonic clock is left alone, as it is when a machine's clock is set.
            Assert.True(
                await node.StartAsync(environment: new Dictionary<string, string>
                {
                    ["LD_PRELOAD"] = Library!, ["FAKETIME_TIMESTAMP_FILE"] = offset, ["FAKETIME_NO_CACHE"] = "1", ["FAKETIME_DONT_FAKE_MONOTONIC"] = "1", ["FAKETIME_FORCE_MONOTONIC_FIX"] = "0",
                }),
                node.Log);
            await three.Cluster.ReadyAsync();
            foreach (var jump in new[] { "+2h", "-1h", "+40s", "+0" })
            {
                await File.WriteAllTextAsync(offset, jump);
                await traffic.DoneAsync(deeds: 100, within: TimeSpan.FromSeconds(Seeds.IsSoak ? 40 : 6));
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
