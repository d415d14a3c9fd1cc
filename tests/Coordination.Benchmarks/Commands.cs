using Coordination.Shared;

namespace Coordination.Benchmarks;

/// <summary>
/// B4: acknowledge, assign and comment on 2,000 incidents through a gateway, by 1 and by 32 callers, beside a bare grain that writes its state; and B14,
/// what a command costs when there are ten and a hundred times as many incidents. B5: 64 writers on one incident, beside 16 on one bare grain.
/// </summary>
internal static class Commands
{
    private const int Incidents = 2_000;
    private const int Hot = 64;
    private const int BareHot = 16;

    /// <summary>So long the compiler still works on what is used most.</summary>
    private static readonly TimeSpan WarmUp = TimeSpan.FromSeconds(8);

    public static async Task RunAsync(Report report, string[] arguments)
    {
        var (pairs, time) = Arguments.PairsAndTime(arguments, pairs: 5, seconds: 4);
        await using var server = await PostgresServer.StartAsync(durable: true);
        await using var hosts = await Hosts.StartAsync(server, 1);
        await using var bare = await BareSilos.StartAsync(server, 1);
        var grains = await hosts.ConnectAsync();
        await Rotation.AddPeopleAsync(grains);
        await OpenPopulation.FillAsync(hosts, Incidents);
        string[] keys = [.. Enumerable.Range(0, Incidents).Select(OpenPopulation.Key)];
        foreach (var callers in new[] { 32, 1 })
        {
            var (product, anchor) = (new Rotation(keys, callers), new Rotation(keys, callers));
            if (callers > 1)
            {
                // Every grain is made, every incident acknowledged for the first time, and what that leads to is done.
                await AnchorAsync(WarmUp);
                await ProductAsync(WarmUp);
                await hosts.RestAsync();
            }

            var measured = await Pairs.RunAsync(pairs, () => AnchorAsync(time), () => ProductAsync(time));
            foreach (var pair in measured)
            {
                Report.Say($"B4 {callers} callers: bare {pair.Anchor}; product {pair.Product}");
            }

            var name = callers == 1 ? "B4 commands, 1 caller" : $"B4 commands, {callers} callers";
            report.AddRatio("B4", $"{name}, p50 ÷ bare grain + one write", [.. measured.Select(pair => pair.Ratio(one => one.P50))], 1.5, Direction.AtMost, aim: 1.1);
            report.AddRatio("B4", $"{name}, p99 ÷ bare", [.. measured.Select(pair => pair.Ratio(one => one.P99))], 2, Direction.AtMost);
            report.AddRatio("B4", $"{name}, rate ÷ bare", [.. measured.Select(pair => pair.Ratio(one => one.PerSecond))], 0.7, Direction.AtLeast, aim: 1.5);
            Explain(report, "B4", name, measured);

            Task<Answered> AnchorAsync(TimeSpan span) => Callers.RunAsync(callers, span, caller => anchor.AskAsync(bare, caller), bare.CpuSeconds);

            Task<Answered> ProductAsync(TimeSpan span) => Callers.RunAsync(callers, span, caller => product.AskAsync(grains, caller), hosts.CpuSeconds);
        }
    }

    public static async Task RunHotAsync(Report report, string[] arguments)
    {
        var (pairs, time) = Arguments.PairsAndTime(arguments, pairs: 5, seconds: 4);
        await using var server = await PostgresServer.StartAsync(durable: true);
        await using var hosts = await Hosts.StartAsync(server, 1);
        await using var bare = await BareSilos.StartAsync(server, 1);
        var grains = await hosts.ConnectAsync();
        await Rotation.AddPeopleAsync(grains);
        await OpenPopulation.FillAsync(hosts, pairs + 1);
        // An incident of its own for each pair, so that the last does not carry the history of all before.
        for (var number = 0; number <= pairs; number++)
        {
            await ProductAsync(number, TimeSpan.FromSeconds(number == 0 ? WarmUp.TotalSeconds : 0.2));
        }

        await AnchorAsync(WarmUp);
        var next = 0;
        var measured = await Pairs.RunAsync(pairs, () => AnchorAsync(time), () => ProductAsync(++next, time));
        foreach (var pair in measured)
        {
            Report.Say($"B5 bare, {BareHot} callers: {pair.Anchor}; product, {Hot} writers: {pair.Product}");
        }

        report.AddRatio("B5", $"B5 one hot incident, {Hot} writers, rate ÷ bare hot grain", [.. measured.Select(pair => pair.Ratio(one => one.PerSecond))], 1, Direction.AtLeast, aim: 3);
        Explain(report, "B5", "B5 one hot incident", measured);

        Task<Answered> AnchorAsync(TimeSpan span)
        {
            var rotation = new Rotation(["hot"], BareHot);
            return Callers.RunAsync(BareHot, span, caller => rotation.AskAsync(bare, caller), bare.CpuSeconds);
        }

        Task<Answered> ProductAsync(int number, TimeSpan span)
        {
            var rotation = new Rotation([OpenPopulation.Key(number)], Hot);
            return Callers.RunAsync(Hot, span, caller => rotation.AskAsync(grains, caller), hosts.CpuSeconds);
        }
    }

    /// <summary>What the ratios are made of.</summary>
    private static void Explain(Report report, string definition, string name, IReadOnlyList<Pair<Answered>> measured)
    {
        Add("rate", "/s", one => one.PerSecond);
        Add("p50", "ms", one => one.P50);
        Add("p99", "ms", one => one.P99);
        Add("processor time each, with the database's", "ms", one => one.CpuMilliseconds);

        void Add(string what, string unit, Func<Answered, double> figure)
        {
            report.Add(new($"{name}, {what}", Report.Median(measured.Select(pair => figure(pair.Product))), unit) { Definition = definition });
            report.Add(new($"bare: {name}, {what}", Report.Median(measured.Select(pair => figure(pair.Anchor))), unit) { Definition = definition });
        }
    }
}
