using System.Diagnostics;
using System.Net;
using Coordination.Faults.Load;
using Coordination.Faults.Processes;
using Xunit.Abstractions;

namespace Coordination.Faults;

/// <summary>PostgreSQL is killed with all its processes and started again. The hosts say meanwhile that they are not available, and go on by themselves.</summary>
[Collection(ThreeHosts.Name)]
public sealed class When_the_database_dies(ThreeHosts three, ITestOutputHelper output)
{
    [Fact]
    public async Task The_hosts_say_so_meanwhile_and_go_on_by_themselves()
    {
        foreach (var seed in Seeds.Rounds(inCi: 2, inSoak: 10))
        {
            var starts = three.Cluster.Nodes.Sum(node => node.Starts);
            await using var traffic = Traffic.Start(three.Cluster, three.History, 3_000 + seed);
            await traffic.DoneAsync(deeds: 80);
            var gone = three.History.Disturb("kill PostgreSQL");
            three.Server.Kill();
            // Long enough for some to be told, the second time longer than a host waits before it says so.
            await Task.Delay(TimeSpan.FromSeconds((seed - Seeds.First) % 2 == 0 ? 3 : 14), TimeProvider.System);
            await three.Server.StartAgainAsync();
            var (back, at) = (Stopwatch.StartNew(), TimeProvider.System.GetUtcNow());
            var served = await Until.HoldsAsync(
                () => Task.FromResult(three.History.Deeds.Any(deed => deed.First.Known == Known.Ok && deed.AnsweredAt > at)), everyMilliseconds: 20);
            var ready = await Until.HoldsAsync(three.Cluster.IsReadyAsync);
            var all = back.Elapsed;
            gone.Until = TimeProvider.System.GetUtcNow();
            await traffic.StopAsync();

            var outage = Outage.Of(three.History, gone.From, gone.Until.Value);
            var reckoning = await three.ReckonAsync();
            output.WriteLine(
                $"Kills: PostgreSQL, seed {seed}: first answer {served?.TotalSeconds:F1} s after it was back, all ready after {all.TotalSeconds:F1} s; {outage}; "
                + $"{three.History.Statuses.GetValueOrDefault(HttpStatusCode.ServiceUnavailable)} answers 503 so far; {reckoning.AssertNothingFound($"Seed {seed}, {gone.What}")}");
            Assert.True(served is not null && ready is not null, "The hosts do not serve again.");
            Assert.Equal(starts, three.Cluster.Nodes.Sum(node => node.Starts));
        }
    }
}
