using System.Diagnostics;
using System.Globalization;
using Coordination.Shared;

namespace Coordination.Benchmarks;

/// <summary>
/// B7: armed, durable deadlines of escalations that come due evenly, 3,333 a second, and then as many in one instant; each must be recorded once and not
/// before its time. How late, and how fast the herd is worked off beside a loop that only takes deadlines from a table.
/// </summary>
internal static class Deadlines
{
    /// <summary>100,000 are asked for by name; they take several minutes on two cores.</summary>
    private const int Usual = 30_000;
    private const int PerSecond = 3_333;

    /// <summary>So many a second are put forward by one statement, or more.</summary>
    private const int AtLeastPutForward = 10_000;

    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    public static async Task RunAsync(Report report, string[] arguments)
    {
        var count = arguments is [var given, ..] ? int.Parse(given, CultureInfo.InvariantCulture) : Usual;
        await using var server = await PostgresServer.StartAsync(durable: true);
        await using var hosts = await Hosts.StartAsync(server, 1);

        // Once for the compiler.
        await ArmedEscalations.WriteAsync(hosts, "w", Math.Min(count, 3_000));
        await WorkOffAsync(hosts, "w", Math.Min(count, 3_000), apart: 0);

        await ArmedEscalations.WriteAsync(hosts, "s", count);
        var spread = await WorkOffAsync(hosts, "s", count, apart: 1_000_000.0 / PerSecond);
        Report.Say($"B7 {count:N0} spread over {count / (double)PerSecond:N0} s: {spread}");

        await ArmedEscalations.WriteAsync(hosts, "h", count);
        var claims = new List<double> { await ClaimLoop.RunAsync(server) };
        var herd = await WorkOffAsync(hosts, "h", count, apart: 0);
        claims.Add(await ClaimLoop.RunAsync(server));
        Report.Say($"B7 {count:N0} in one instant: {herd}; claim loop {claims[0]:N0}/s before, {claims[1]:N0}/s after");

        var name = string.Create(CultureInfo.InvariantCulture, $"B7 {count:N0} deadlines");
        Add($"{name} early, lost or doubled, spread and herd", spread.Wrong + herd.Wrong, "", 0, Direction.AtMost);
        Add($"{name} spread at {PerSecond}/s, late at p99", spread.P99, "s", 1, Direction.AtMost, aim: 0.25);
        Add($"{name} in one instant, rate ÷ claim loop", herd.PerSecond / claims.Average(), "", 0.3, Direction.AtLeast);
        Add($"{name} spread, late at p50", spread.P50, "s");
        Add($"{name} spread, latest", spread.Latest, "s");
        Add($"{name} spread, rate", spread.PerSecond, "/s");
        Add($"{name} in one instant, late at p99", herd.P99, "s");
        Add($"{name} in one instant, rate", herd.PerSecond, "/s");
        Add($"{name} in one instant, processor time each, with the database's", herd.CpuMilliseconds, "ms");
        Add("B7 claim loop", claims.Average(), "/s");
        if (spread.Wrong + herd.Wrong > 0)
        {
            throw new InvalidOperationException($"Deadlines were not kept. Spread: {spread}. Herd: {herd}.");
        }

        void Add(string figure, double value, string unit, double? limit = null, Direction? better = null, double? aim = null)
            => report.Add(new(figure, value, unit, limit, better) { Definition = "B7", Aim = aim });
    }

    /// <summary>Puts a batch forward and looks, once all is done, at when each was recorded.</summary>
    private static async Task<Kept> WorkOffAsync(Hosts hosts, string batch, int count, double apart)
    {
        await hosts.UpkeepAsync();
        await OpenPopulation.SettleAsync(hosts);
        var ahead = TimeSpan.FromSeconds(3) + TimeSpan.FromSeconds(count / (double)AtLeastPutForward);
        var first = Microseconds() + (long)ahead.TotalMicroseconds;
        await ArmedEscalations.PutForwardAsync(hosts, batch, first, apart);
        if (Microseconds() >= first)
        {
            throw new InvalidOperationException($"It took longer than {ahead.TotalSeconds} s to put {count} deadlines forward; the first were late before they were armed. Ask for fewer.");
        }

        var cpu = hosts.CpuSeconds();
        await DrainAsync(hosts, batch);
        cpu = hosts.CpuSeconds() - cpu;
        var ended = await ArmedEscalations.EndedAsync(hosts, batch);
        long Due(int number) => first + (long)Math.Round(number * apart);
        double[] late = [.. ended.Select(one => (one.Min() - Due(one.Key)) / 1e6).Order()];
        return new(
            Callers.At(late, 0.5),
            Callers.At(late, 0.99),
            late[^1],
            Early: late.Count(one => one < 0),
            Lost: count - ended.Count,
            Doubled: ended.Count(one => one.Skip(1).Any()),
            count / ((ended.Max(one => one.Max()) - first) / 1e6),
            cpu * 1_000 / count);
    }

    /// <summary>Waits until all are done, or none has been for long: those that are left are lost.</summary>
    private static async Task DrainAsync(Hosts hosts, string batch)
    {
        var (left, since) = (double.MaxValue, Stopwatch.StartNew());
        while (left > 0 && since.Elapsed < Patience)
        {
            await Task.Delay(TimeSpan.FromSeconds(1), TimeProvider.System);
            if (await ArmedEscalations.LeftAsync(hosts, batch) is var now && now < left)
            {
                left = now;
                since.Restart();
            }
        }
    }

    private static long Microseconds() => (TimeProvider.System.GetUtcNow() - DateTimeOffset.UnixEpoch).Ticks / TimeSpan.TicksPerMicrosecond;

    /// <param name="P50">How late, in seconds.</param>
    /// <param name="PerSecond">From the first's time to the last's end.</param>
    private sealed record Kept(double P50, double P99, double Latest, int Early, int Lost, int Doubled, double PerSecond, double CpuMilliseconds)
    {
        public int Wrong => Early + Lost + Doubled;

        public override string ToString()
            => FormattableString.Invariant($"{PerSecond:N0}/s, late p50 {P50:N2} s, p99 {P99:N2} s, latest {Latest:N2} s; early {Early}, lost {Lost}, doubled {Doubled}; {CpuMilliseconds:N2} ms CPU each");
    }
}
