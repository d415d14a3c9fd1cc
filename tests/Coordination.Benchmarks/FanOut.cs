using System.Globalization;
using System.Text.Json;
using Coordination.Contracts;
using Coordination.Shared;

namespace Coordination.Benchmarks;

/// <summary>
/// B6: one change of an incident until 500, 2,000 and 5,000 consoles have it, two changes a second, beside a bare hub that broadcasts the same bytes at the same
/// pace. Both have as many consoles connected all the while and are changed in turn. Measured from the request on, so the product's commit is part of it.
/// </summary>
internal static class FanOut
{
    private const int Changes = 6;
    private const double PerSecond = 2;
    private const int WarmUpConsoles = 20;
    private const int WarmUpChanges = 12;
    private static readonly int[] Usual = [500, 2_000, 5_000];

    public static async Task RunAsync(Report report, string[] arguments)
    {
        var counts = arguments.Length > 0 ? [.. arguments.Select(one => int.Parse(one, CultureInfo.InvariantCulture))] : Usual;
        await using var server = await PostgresServer.StartAsync(durable: true);
        foreach (var count in counts)
        {
            await MeasureAsync(report, server, count);
        }
    }

    private static async Task MeasureAsync(Report report, PostgresServer server, int count)
    {
        await using var hosts = await Hosts.StartAsync(server, 1);
        await OpenPopulation.FillAsync(hosts, 1);
        var (hub, where) = await Child.AgainAsync(BareHub.Verb);
        await using var bareHub = hub;
        var path = $"{Routes.Incidents}/{OpenPopulation.Key(0)}/notes";
        var body = $$"""{"text":"{{Rotation.Note}}"}""";

        var (host, hubs) = (hosts.Nodes[0].Process.Id, hub.Id);
        await using (var first = await ConnectAsync(hosts, WarmUpConsoles))
        await using (var second = await ConnectAsync(where, WarmUpConsoles))
        {
            // For the compiler, and to learn what a message looks like.
            var sample = await TellAsync(first, WarmUpChanges, path, body);
            await hub.TellAsync(JsonSerializer.Serialize(sample.Sample, Wire.Json));
            await hub.HearAsync("heard");
            await TellAsync(second, WarmUpChanges, BareHub.Path, body);
        }

        var (atHost, atHub) = (Resident(host), Resident(hubs));
        await using var product = await ConnectAsync(hosts, count);
        await using var anchor = await ConnectAsync(where, count);
        await TellAsync(product, 2, path, body);
        await TellAsync(anchor, 2, BareHub.Path, body);
        await OpenPopulation.SettleAsync(hosts);
        var memory = (Product: (Resident(host) - atHost) / count, Anchor: (Resident(hubs) - atHub) / count);

        var measured = await Pairs.RunAsync(
            5,
            () => SpendAsync(() => Spent.By(hubs), () => TellAsync(anchor, Changes, BareHub.Path, body)),
            () => SpendAsync(hosts.CpuSeconds, () => TellAsync(product, Changes, path, body)));
        foreach (var pair in measured)
        {
            Report.Say($"B6 {count:N0} consoles: bare {pair.Anchor}; product {pair.Product}");
        }

        var name = string.Create(CultureInfo.InvariantCulture, $"B6 one change to {count:N0} consoles");
        report.AddRatio("B6", $"{name}, p99 ÷ bare hub", [.. measured.Select(pair => pair.Ratio(one => one.Told.P99))], 1.5, Direction.AtMost);
        report.AddRatio("B6", $"{name}, processor time ÷ bare hub", [.. measured.Select(pair => pair.Ratio(one => one.CpuMicroseconds))], 1.5, Direction.AtMost);
        Add("memory per console ÷ bare hub, once", memory.Product / memory.Anchor, "", 1.5, Direction.AtMost);
        Add("missed", measured.Sum(pair => pair.Product.Told.Missed), "", 0, Direction.AtMost);
        Add("p50", Report.Median(measured.Select(pair => pair.Product.Told.P50)), "ms");
        Add("p99", Report.Median(measured.Select(pair => pair.Product.Told.P99)), "ms");
        Add("last console", Report.Median(measured.Select(pair => pair.Product.Told.Last)), "ms");
        Add("processor time for each delivery, with the database's", Report.Median(measured.Select(pair => pair.Product.CpuMicroseconds)), "µs");
        Add("memory per console", memory.Product, "KiB");
        Add("memory per console, bare", memory.Anchor, "KiB");

        void Add(string what, double value, string unit, double? limit = null, Direction? better = null)
            => report.Add(new($"{name}, {what}", value, unit, limit, better) { Definition = "B6" });
    }

    private static Task<Child> ConnectAsync(Hosts hosts, int count) => ConnectAsync(hosts.Nodes[0].Address!.ToString(), count, hosts.OperateToken);

    private static async Task<Child> ConnectAsync(string where, int count, string token = "none")
        => (await Child.AgainAsync(Consoles.Verb, where, token, count.ToString(CultureInfo.InvariantCulture))).Child;

    private static async Task<Told> TellAsync(Child consoles, int changes, string path, string body)
    {
        await consoles.TellAsync(JsonSerializer.Serialize(new ChangeOrder(changes, PerSecond, path, body), Wire.Json));
        return JsonSerializer.Deserialize<Told>(await consoles.HearAsync("told"), Wire.Json)!;
    }

    private static async Task<Heard> SpendAsync(Func<double> cpuSeconds, Func<Task<Told>> tell)
    {
        var before = cpuSeconds();
        var told = await tell();
        return new(told, (cpuSeconds() - before) * 1e6 / told.Deliveries);
    }

    /// <summary>KiB of a process in real memory.</summary>
    private static double Resident(int process)
        => double.Parse(
            File.ReadLines($"/proc/{process}/status").First(line => line.StartsWith("VmRSS:", StringComparison.Ordinal)).Split(' ', StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture);

    private sealed record Heard(Told Told, double CpuMicroseconds)
    {
        public override string ToString()
            => FormattableString.Invariant($"p50 {Told.P50:N1} ms, p99 {Told.P99:N1} ms, last {Told.Last:N1} ms, {CpuMicroseconds:N0} µs CPU each, missed {Told.Missed}");
    }
}
