using System.Diagnostics;

namespace Coordination.Benchmarks;

/// <summary>
/// Alerts over HTTP to the real executable, 64 callers, one alert a request, server and callers on the same machine. Accepted: answered 202, so durable.
/// Worked off: from the first request until nothing is due, escalations and mails included. The raw writer runs before each, in the same run.
/// </summary>
internal static class Alerts
{
    private const int Callers = 64;

    /// <summary>So long the compiler still works on what is used most.</summary>
    private static readonly TimeSpan WarmUp = TimeSpan.FromSeconds(15);

    public static async Task RunAsync(Report report, string[] arguments)
    {
        var (pairs, time) = Arguments.PairsAndTime(arguments, pairs: 3, seconds: 10);
        var runs = new List<Run>();
        for (var pair = 1; pair <= pairs; pair++)
        {
            var raw = await RawWriter.GroupedAsync(TimeSpan.FromSeconds(3));
            var run = (await MeasureAsync(time)) with { Raw = raw };
            runs.Add(run);
            Report.Say($"alerts {pair}: raw {raw:N0}/s; accepted {run.Accepted:N0}/s; worked off {run.WorkedOff:N0}/s at {run.CommitsEach:N2} commits each; late at p99: escalation {run.EscalationLate:N0} ms, mail {run.MailLate:N0} ms");
        }

        report.Add(new("accepted in a burst ÷ raw", Report.Median(runs.Select(run => run.Accepted / run.Raw)), "", 0.25, Direction.AtLeast));
        report.Add(new("worked off ÷ (raw ÷ commits per alert)", Report.Median(runs.Select(run => run.WorkedOff * run.CommitsEach / run.Raw)), "", 0.5, Direction.AtLeast));
        report.Add(new("accepted in a burst", Report.Median(runs.Select(run => run.Accepted)), "alerts/s"));
        report.Add(new("worked off", Report.Median(runs.Select(run => run.WorkedOff)), "alerts/s"));
        report.Add(new("commits per alert", Report.Median(runs.Select(run => run.CommitsEach)), ""));
        report.Add(new("incident opened to escalation started, p99 in the burst", Report.Median(runs.Select(run => run.EscalationLate)), "ms"));
        report.Add(new("notification queued to sent, p99 in the burst", Report.Median(runs.Select(run => run.MailLate)), "ms"));
    }

    private static async Task<Run> MeasureAsync(TimeSpan time)
    {
        await using var server = new Server();
        await server.StartAsync();
        using var http = server.Client(server.Token, Callers);
        await BurstAsync(http, 0, WarmUp);
        await server.RestAsync();

        var before = server.Commits();
        var watch = Stopwatch.StartNew();
        var accepted = await BurstAsync(http, 1_000_000_000, time);
        var burst = watch.Elapsed;
        await server.RestAsync();
        var whole = watch.Elapsed;
        return new(
            0,
            accepted / burst.TotalSeconds,
            accepted / whole.TotalSeconds,
            (server.Commits() - before) / accepted,
            server.Lateness("incident-opened", "escalation-started", "'escalation/' || replace(first.stream, '/', '.') || '@1'"),
            server.Lateness("notification-queued", "delivery-sent", "first.stream"));
    }

    private static async Task<long> BurstAsync(HttpClient http, long first, TimeSpan time)
    {
        using var end = new CancellationTokenSource(time);
        var number = first;
        var counts = await Task.WhenAll(Enumerable.Range(0, Callers).Select(_ => Task.Run(async () =>
        {
            var count = 0L;
            while (!end.IsCancellationRequested)
            {
                await Server.DeliverAsync(http, Traffic.Line(Interlocked.Increment(ref number)));
                count++;
            }

            return count;
        })));
        return counts.Sum();
    }

    private sealed record Run(double Raw, double Accepted, double WorkedOff, double CommitsEach, double EscalationLate, double MailLate);
}
