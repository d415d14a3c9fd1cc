using Coordination.Shared;

namespace Coordination.Benchmarks;

/// <summary>
/// B3: many alerts, all of them different, of a hundred hosts: a hundred correlation keys. It comes in five parts, each beside a burst of the usual traffic of B1 over as many
/// connections. Afterwards there must be exactly a hundred incidents that count exactly the alerts; anything else is a failure and no figure.
/// </summary>
internal static class Storm
{
    private const int Keys = 100;
    private const int Parts = 5;
    private const string Title = "Storm of alerts";

    /// <param name="arguments">How many alerts; 100,000 if nobody says.</param>
    public static async Task RunAsync(Report report, string[] arguments)
    {
        var alerts = Arguments.Number(arguments, 0, 100_000) / Parts * Parts;
        await using var server = await PostgresServer.StartAsync(durable: true);
        await using var agency = await Agency.StartAsync(server);
        var hosts = agency.Hosts;
        await Intake.WarmUpAsync(hosts);

        var sent = 0L;
        var bursts = new List<Burst>();
        var measured = await Pairs.RunAsync(
            Parts,
            async () => (await Intake.BurstAsync(hosts, Intake.Few, TimeSpan.FromSeconds(5))).Load.PerSecond,
            async () =>
            {
                var end = sent + (alerts / Parts);
                bursts.Add(await Intake.BurstAsync(hosts, Intake.Few, () => Interlocked.Increment(ref sent) is var number && number <= end ? Traffic.OfHost(Title, number, $"storm-{number % Keys}") : null));
                sent = end;
                Report.Say($"storm {bursts.Count}: {bursts[^1]}");
                return bursts[^1].Load.PerSecond;
            });

        await CheckAsync(hosts, alerts);
        report.AddRatio("B3", $"storm of {alerts:N0} alerts with {Keys} keys ÷ intake of B1", [.. measured.Select(pair => pair.Ratio(rate => rate))], 1, Direction.AtLeast);
        report.AddMedian("B3", "accepted and durable in the storm", measured.Select(pair => pair.Product), "alerts/s");
        report.AddMedian("B3", "intake of B1 beside it", measured.Select(pair => pair.Anchor), "alerts/s");
        report.AddMedian("B3", "worked off in the storm", bursts.Select(burst => burst.Load.Count / burst.Seconds), "alerts/s");
        report.AddMedian("B3", "CPU of host and PostgreSQL for each alert of the storm", bursts.Select(burst => burst.CpuMilliseconds), "ms");
        report.AddMedian("B3", "commits for each alert of the storm", bursts.Select(burst => burst.Each.Commits), "");
    }

    private static async Task CheckAsync(Hosts hosts, long alerts)
    {
        const string Of = $"from (select body::jsonb as body from incident_row) as line where body ->> 'title' like '{Title}%'";
        var incidents = await hosts.AskAsync($"select count(*) {Of}");
        var counted = await hosts.AskAsync($"select coalesce(sum((body ->> 'sightings')::bigint), 0) {Of}");
        if (incidents != Keys || counted != alerts)
        {
            throw new InvalidOperationException(FormattableString.Invariant($"{alerts} alerts with {Keys} keys became {incidents} incidents that count {counted}."));
        }

        Report.Say($"storm: {incidents:N0} incidents count {counted:N0} alerts");
    }
}
