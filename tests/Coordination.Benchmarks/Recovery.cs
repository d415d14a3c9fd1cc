using System.Globalization;
using Coordination.Contracts;
using Coordination.Shared;
using Orleans.Runtime;

namespace Coordination.Benchmarks;

/// <summary>
/// B12: one of three hosts is killed at half of the rate that the three reach; the time until every incident has answered a command, and what users see of it,
/// by HTTP through a balancer. Beside it a bare cluster with the same membership settings and as many grains, asked as often.
/// </summary>
internal static class Recovery
{
    private const int Processes = 3;
    private const int Callers = 32;
    private const int MostIncidents = 300;

    /// <summary>Each incident is asked so often, so that what is measured does not hang on when its turn was.</summary>
    private static readonly TimeSpan Pace = TimeSpan.FromMilliseconds(250);

    public static async Task RunAsync(Report report, string[] arguments)
    {
        var (pairs, _) = Arguments.PairsAndTime(arguments, pairs: 5, seconds: 0);
        await using var server = await PostgresServer.StartAsync(durable: true);
        await using var hosts = await Hosts.StartAsync(server, Processes);
        await using var bare = await BareSilos.StartAsync(server, Processes);
        await OpenPopulation.FillAsync(hosts, (pairs + 1) * MostIncidents);
        using var balancer = new Balancer(hosts, hosts.OperateToken);

        var turns = new int[Callers];
        await RateAsync(TimeSpan.FromSeconds(8));
        var full = await RateAsync(TimeSpan.FromSeconds(4));
        var incidents = Math.Clamp((int)(full.PerSecond / 2 * Pace.TotalSeconds), Processes, MostIncidents);
        Report.Say($"B12 three hosts over HTTP, {Callers} callers: {full}; {incidents} incidents are asked every {Pace.TotalMilliseconds:N0} ms");

        var (killedHosts, killedSilos) = (0, 0);
        var measured = await Pairs.RunAsync(pairs, () => AnchorAsync(killedSilos++), () => ProductAsync(killedHosts++));
        foreach (var pair in measured)
        {
            Report.Say($"B12 bare: {pair.Anchor}; product: {pair.Product}");
        }

        report.Add(new("B12 kill -9 of one of three until every incident answers, worst", measured.Max(pair => pair.Product.Seconds), "s", 5, Direction.AtMost) { Definition = "B12" });
        report.AddRatio("B12", "B12 until every incident answers ÷ bare cluster", [.. measured.Select(pair => pair.Ratio(one => one.Seconds))], 1.5, Direction.AtMost);
        report.Add(new("B12 calls that failed visibly", Share(measured.Select(pair => pair.Product)), "%", 0.1, Direction.AtMost) { Definition = "B12" });
        report.Add(new("bare: B12 until every grain answers, worst", measured.Max(pair => pair.Anchor.Seconds), "s") { Definition = "B12" });
        report.Add(new("bare: B12 calls that failed, nothing asks again", Share(measured.Select(pair => pair.Anchor)), "%") { Definition = "B12" });

        Task<Answered> RateAsync(TimeSpan time) => Benchmarks.Callers.RunAsync(
            Callers,
            time,
            async caller =>
            {
                if (!await AskAsync(balancer, (caller + (Callers * turns[caller]++)) % MostIncidents, Guid.NewGuid().ToString("N")))
                {
                    throw new InvalidOperationException($"A host gave no answer although none was killed. {balancer.LastFailure}");
                }
            },
            hosts.CpuSeconds);

        async Task<Gap> ProductAsync(int round)
        {
            // Others each time, so that they are spread over all three anew.
            var first = (round + 1) * MostIncidents;
            await Parallel.ForEachAsync(Enumerable.Range(first, incidents), async (number, _) => await AskAsync(balancer, number, Guid.NewGuid().ToString("N")));
            var node = hosts.Nodes[round % Processes];
            var gap = await Polling.RunAsync(incidents, Pace, (thing, id) => AskAsync(balancer, first + thing, id), node.KillAsync);
            await node.StartAsync();
            await hosts.ReadyAsync();
            return gap;
        }

        async Task<Gap> AnchorAsync(int round)
        {
            await Parallel.ForEachAsync(Enumerable.Range(0, incidents), async (number, _) => await AskAsync(bare, round, number));
            var gap = await Polling.RunAsync(incidents, Pace, (thing, _) => AskAsync(bare, round, thing), () => bare.KillAsync(round % Processes));
            await bare.StartAgainAsync(round % Processes);
            return gap;
        }
    }

    private static Task<bool> AskAsync(Balancer balancer, int number, string key)
        => balancer.PostAsync($"{Routes.Incidents}/{OpenPopulation.Key(number)}/notes", $$"""{"text":"{{Rotation.Note}}"}""", key);

    private static async Task<bool> AskAsync(BareSilos bare, int round, int number)
    {
        try
        {
            await bare.Grain(string.Create(CultureInfo.InvariantCulture, $"{round}-{number}")).ChangeAsync("comment", "officer1", Rotation.Note);
            return true;
        }
        catch (Exception passing) when (passing is TimeoutException or OrleansException)
        {
            return false;
        }
    }

    private static double Share(IEnumerable<Gap> gaps)
    {
        Gap[] all = [.. gaps];
        return 100.0 * all.Sum(gap => gap.Failures) / all.Sum(gap => gap.Calls);
    }
}
