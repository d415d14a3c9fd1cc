using System.Diagnostics;
using Coordination.Faults.Check;
using Coordination.Faults.Load;
using Coordination.Faults.Processes;
using Coordination.Shared;
using Xunit.Abstractions;

namespace Coordination.Faults;

/// <summary>
/// Wires between hosts, and between a host and the database, are cut: wholly, in one direction, on and off. Each host has a network namespace of its own, and the
/// hosts know one another by certificates. Where two hosts are active for one incident at once, the database lets one of them write.
/// </summary>
[Collection(OnHostsOfTheirOwn.Name)]
public sealed class When_the_network_is_cut(ITestOutputHelper output)
{
    private const int Hosts = 3;

    [FactWith(Need.Network)]
    public async Task Nothing_takes_effect_twice_and_the_hosts_come_together_again()
    {
        await using var lan = await Lan.MakeAsync(Hosts);
        await using var server = await PostgresServer.StartAsync(durable: true, "track_commit_timestamp = on", $"listen_addresses = '127.0.0.1,{lan.Here}'");
        await server.AdmitAsync(lan.Network);
        var keys = Directory.CreateTempSubdirectory("coordination-silo-");
        var tls = SiloAuthority.Make(keys.FullName, Enumerable.Range(0, Hosts).Select(lan.AddressOf));
        await using var cluster = await Cluster.StartAsync(new ClusterPlan
        {
            Server = server,
            ServerAddress = lan.Here,
            Hosts = Hosts,
            HooksAt = lan.Outside,
            HasMail = false,
            Behind = lan.Behind,
            Url = host => $"http://{lan.AddressOf(host)}:5080",
            Settings = host => [$"--Coordination:Cluster:AdvertisedAddress={lan.AddressOf(host)}", "--Coordination:Cluster:SiloPort=11111", .. tls],
        });
        var history = new History();
        await using var supervisor = Supervisor.Of(cluster, history);
        foreach (var seed in Seeds.Rounds(inCi: 2, inSoak: 30))
        {
            await using var traffic = Traffic.Start(cluster, history, 10_000 + seed);
            await traffic.DoneAsync(deeds: 40);
            var cut = history.Disturb("the network is cut");
            var said = await CutAsync(lan, Draw.Of(seed, "network"));
            await Task.Delay(TimeSpan.FromSeconds(Seeds.IsSoak ? 20 : 8), TimeProvider.System);
            await lan.MendAsync();
            var mended = Stopwatch.StartNew();
            var whole = await Until.HoldsAsync(cluster.IsReadyAsync);
            var heals = mended.Elapsed;
            cut.Until = TimeProvider.System.GetUtcNow();
            await traffic.StopAsync();

            var reckoning = await Reckoning.HoldAsync(cluster, history, [], new ReckoningTerms { MayBeParked = static what => what.Contains('@', StringComparison.Ordinal), IsSupervised = true });
            output.WriteLine(
                $"Kills: {supervisor.Restarts} hosts left so far; {said}, seed {seed}: all ready {heals.TotalSeconds:F1} s after it was mended; {Outage.Of(history, cut.From, cut.Until.Value)}; "
                + reckoning.AssertNothingFound($"Seed {seed}, {said}"));
            Assert.NotNull(whole);
        }

        keys.Delete(recursive: true);
    }

    /// <summary>Cuts what the draw says.</summary>
    private static async Task<string> CutAsync(Lan lan, Random random)
    {
        var (one, bothWays) = (random.Next(Hosts), random.Chance(60));
        var ways = bothWays ? "both ways" : "one way";
        switch (random.Next(4))
        {
            case 0:
                await lan.CutAsync(one, lan.Here, bothWays);
                return $"h{one + 1} cut off from the database, {ways}";
            case 1:
                foreach (var other in Enumerable.Range(0, Hosts).Where(host => host != one))
                {
                    await lan.CutAsync(one, lan.AddressOf(other), bothWays);
                }

                return $"h{one + 1} cut off from the other hosts, {ways}";
            case 2:
                var second = (one + 1) % Hosts;
                await lan.CutAsync(one, lan.AddressOf(second), bothWays);
                return $"h{one + 1} cut off from h{second + 1}, {ways}";
            default:
                for (var times = 0; times < 4; times++)
                {
                    await lan.CutAsync(one, lan.Here, bothWays);
                    await lan.CutAsync(one, lan.AddressOf((one + 1) % Hosts), bothWays);
                    await Task.Delay(TimeSpan.FromMilliseconds(random.Next(300, 1_500)), TimeProvider.System);
                    await lan.MendAsync();
                    await Task.Delay(TimeSpan.FromMilliseconds(random.Next(100, 800)), TimeProvider.System);
                }

                return $"h{one + 1} on and off, {ways}";
        }
    }
}
