using System.Diagnostics;
using System.Globalization;
using Coordination.Contracts;

namespace Coordination.Benchmarks;

/// <summary>From the start of the process, after a <c>kill -9</c>, until the first page of the board has been answered, with 10,000 open incidents that came by the real intake.</summary>
internal static class Starting
{
    private const int Incidents = 10_000;
    private const double LimitSeconds = 3;

    public static async Task RunAsync(Report report)
    {
        await using var server = new Server();
        await server.StartAsync();
        var filling = Stopwatch.StartNew();
        using (var http = server.Client(server.Token, 4))
        {
            foreach (var batch in Enumerable.Range(1, Incidents).Chunk(500))
            {
                await Server.DeliverAsync(http, string.Join('\n', batch.Select(number => Traffic.Fresh(number))));
            }
        }

        await server.RestAsync();
        var there = server.Ask("select count(*) from incident_row");
        if (there < Incidents)
        {
            throw new InvalidOperationException(string.Create(CultureInfo.InvariantCulture, $"{there} incidents instead of {Incidents}."));
        }

        Report.Say($"start: {there:N0} incidents opened and told in {filling.Elapsed.TotalSeconds:N1} s");
        var seconds = new List<double>();
        for (var run = 1; run <= 5; run++)
        {
            await server.KillAsync();
            var watch = Stopwatch.StartNew();
            await server.LaunchAsync();
            using var http = server.Client(server.AdministratorToken, 1);
            using var page = await http.GetAsync(new Uri($"{Routes.Incidents}?limit=50", UriKind.Relative));
            page.EnsureSuccessStatusCode();
            seconds.Add(watch.Elapsed.TotalSeconds);
            Report.Say($"start {run}: {seconds[^1]:N2} s with {there:N0} incidents");
        }

        report.Add(new("start to first request served, 10,000 incidents, median of 5", Report.Median(seconds), "s", LimitSeconds, Direction.AtMost));
    }
}
