using System.Diagnostics;
using Coordination.Contracts;
using Coordination.Shared;

namespace Coordination.Benchmarks;

/// <summary>
/// B1: alerts over HTTP to a host on PostgreSQL, one a request, each authenticated, read, deduplicated and committed before it is answered 202; 32 and 128
/// connections. What follows from them (a third open incidents, one in 25 starts an escalation) is done meanwhile by the same process, and before the anchor's turn
/// comes the server has come to rest.
/// </summary>
internal static class Intake
{
    public const int Few = 32;
    private const int Many = 128;
    private const int WarmUp = 8_000;
    private static readonly TimeSpan WarmUpTime = TimeSpan.FromSeconds(30);

    public static async Task RunAsync(Report report, string[] arguments)
    {
        var (pairs, time) = Arguments.PairsAndTime(arguments, pairs: 5, seconds: 6);
        await using var server = await PostgresServer.StartAsync(durable: true);
        await using var agency = await Agency.StartAsync(server);
        var hosts = agency.Hosts;
        await using var anchor = await InsertCommit.MakeAsync(server);
        await WarmUpAsync(hosts);

        var few = new List<Burst>();
        var many = new List<Burst>();
        var measured = await Pairs.RunAsync(
            pairs,
            async () => new Rates(await anchor.PerSecondAsync(Few, time), 0),
            async () =>
            {
                few.Add(await BurstAsync(hosts, Few, time));
                many.Add(await BurstAsync(hosts, Many, time));
                Report.Say($"intake {few.Count}: {Few} connections {few[^1]}");
                Report.Say($"intake {many.Count}: {Many} connections {many[^1]}");
                return new Rates(few[^1].Load.PerSecond, many[^1].Load.PerSecond);
            });
        foreach (var pair in measured)
        {
            Report.Say($"intake: insert-commit {pair.Anchor.Few:N0}/s, accepted {pair.Product.Few:N0}/s and {pair.Product.Many:N0}/s");
        }

        report.AddRatio("B1", $"intake, {Few} connections ÷ insert-commit", [.. measured.Select(pair => pair.Product.Few / pair.Anchor.Few)], 0.35, Direction.AtLeast, aim: 0.7);
        report.AddRatio("B1", $"intake, {Many} connections ÷ insert-commit", [.. measured.Select(pair => pair.Product.Many / pair.Anchor.Few)], 0.35, Direction.AtLeast, aim: 0.7);
        report.AddMedian("B1", $"insert-commit by pgbench, {Few} clients", measured.Select(pair => pair.Anchor.Few), "/s");
        Explain(report, few, $"{Few} connections");
        Explain(report, many, $"{Many} connections");
    }

    /// <summary>So that neither the compiler nor the first connections are measured: some thousand alerts, or as many as half a minute allows.</summary>
    public static async Task WarmUpAsync(Hosts hosts)
    {
        var watch = Stopwatch.StartNew();
        var left = WarmUp;
        await BurstAsync(hosts, Few, () => Interlocked.Decrement(ref left) >= 0 && watch.Elapsed < WarmUpTime ? Traffic.Line(Traffic.Next()) : null);
        await BurstAsync(hosts, Many, TimeSpan.FromSeconds(2));
    }

    /// <summary>Delivers alerts for a while, then waits until all that follows from them is done.</summary>
    public static async Task<Burst> BurstAsync(Hosts hosts, int connections, TimeSpan time)
    {
        var watch = Stopwatch.StartNew();
        return await BurstAsync(hosts, connections, () => watch.Elapsed < time ? Traffic.Line(Traffic.Next()) : null);
    }

    /// <summary>Delivers alerts while there are some, then waits until all that follows from them is done.</summary>
    public static async Task<Burst> BurstAsync(Hosts hosts, int connections, Func<string?> next)
    {
        var address = hosts.Nodes[0].Address!;
        var before = await Reading.TakeAsync(hosts);
        var watch = Stopwatch.StartNew();
        var load = await HttpLoad.RunAsync(
            address, connections, 202, () => next() is { } line ? HttpConnection.Post(address, $"{Routes.Intake}/{Hosts.Source}", hosts.IntakeToken, "application/json", line) : null);
        await hosts.RestAsync();
        var after = await Reading.TakeAsync(hosts);
        return new(load, watch.Elapsed.TotalSeconds, after.Since(before, load.Count));
    }

    private static void Explain(Report report, List<Burst> bursts, string which)
    {
        report.AddMedian("B1", $"accepted and durable, {which}", bursts.Select(burst => burst.Load.PerSecond), "alerts/s");
        report.AddMedian("B1", $"answered, p50, {which}", bursts.Select(burst => burst.Load.P50), "ms");
        report.AddMedian("B1", $"answered, p99, {which}", bursts.Select(burst => burst.Load.P99), "ms");
        report.AddMedian("B1", $"worked off, {which}", bursts.Select(burst => burst.Load.Count / burst.Seconds), "alerts/s");
        report.AddMedian("B1", $"CPU of the host for each alert, until all is worked off, {which}", bursts.Select(burst => burst.Each.HostCpu * 1_000), "ms");
        report.AddMedian("B1", $"CPU of PostgreSQL for each alert, {which}", bursts.Select(burst => burst.Each.DatabaseCpu * 1_000), "ms");
        report.AddMedian("B1", $"log of PostgreSQL for each alert, {which}", bursts.Select(burst => burst.Each.WalBytes / 1_000), "kB");
        report.AddMedian("B1", $"commits for each alert, {which}", bursts.Select(burst => burst.Each.Commits), "");
        report.AddMedian("B1", $"transactions for each alert, {which}", bursts.Select(burst => burst.Each.Groups), "");
    }

    private sealed record Rates(double Few, double Many);
}

/// <summary>What came of one burst of alerts.</summary>
/// <param name="Load">What the callers saw.</param>
/// <param name="Seconds">From the first request until nothing was due any more.</param>
/// <param name="Each">What was spent, for each alert.</param>
internal sealed record Burst(LoadResult Load, double Seconds, Reading Each)
{
    /// <summary>For all processes together, in milliseconds.</summary>
    public double CpuMilliseconds => (Each.HostCpu + Each.DatabaseCpu) * 1_000;

    public override string ToString() => FormattableString.Invariant(
        $"{Load.PerSecond:N0}/s, p50 {Load.P50:N1} ms, p99 {Load.P99:N1} ms, worked off {Load.Count / Seconds:N0}/s; each {Each.HostCpu * 1_000:N2} + {Each.DatabaseCpu * 1_000:N2} ms CPU, {Each.WalBytes / 1_000:N1} kB log, {Each.Commits:N2} commits, {Each.Groups:N2} transactions");
}
