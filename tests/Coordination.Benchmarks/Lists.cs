using System.Globalization;
using Coordination.Shared;

namespace Coordination.Benchmarks;

/// <summary>
/// B9: pages of fifty incidents over HTTP by 1 and 8 readers while ten notes a second are written, beside the bare statements; and B14: what a page and an alert cost in processor time
/// with more and more incidents in the database. One host for each population, all of them up at once, so that populations too are measured in alternation.
/// </summary>
internal static class Lists
{
    private const int Rounds = 5;

    /// <summary>So many alerts a burst: enough to be counted in processor time, few beside the smallest population.</summary>
    private const int Alerts = 600;

    private static readonly int[] Readers = [1, 8];
    private static readonly TimeSpan Time = TimeSpan.FromSeconds(1);

    /// <summary>B9 is defined from this population on.</summary>
    private const long Smallest = 10_000;

    /// <param name="report">The report.</param>
    /// <param name="arguments">The largest population, 100,000 if nobody says: 1,000 and each tenfold of it up to there.</param>
    public static async Task RunAsync(Report report, string[] arguments)
    {
        var most = Arguments.Number(arguments, 0, 100_000);
        await using var server = await PostgresServer.StartAsync(durable: true);
        var places = new List<Place>();
        try
        {
            for (var population = 1_000L; population <= most; population *= 10)
            {
                var agency = await Agency.StartAsync(server);
                places.Add(new(population, agency));
                await Population.FillAsync(agency.Hosts, (int)population);
                await WarmUpAsync(agency.Hosts);
            }

            var pages = new List<PageSample>();
            var intake = new List<GrowthSample>();
            for (var round = 1; round <= Rounds; round++)
            {
                foreach (var place in places)
                {
                    pages.AddRange(await AskAllAsync(place, round));
                    intake.Add(new("intake", place.Population, round, await IntakeAsync(place.Agency.Hosts)));
                    Report.Say($"lists {round}: an alert at {place.Population:N0} costs {intake[^1].CpuMilliseconds:N2} ms CPU");
                }
            }

            AddPages(report, pages);
            AddGrowth(report, "B1 alert over HTTP", [.. intake]);
            foreach (var question in ListQuestion.All)
            {
                AddGrowth(report, $"B9 {question.Name}", [.. pages.Where(one => one.Question == question.Name && one.Readers == 1).Select(one => new GrowthSample(one.Question, one.Population, one.Round, one.CpuMilliseconds))]);
            }
        }
        finally
        {
            foreach (var place in places)
            {
                await place.Agency.DisposeAsync();
            }
        }
    }

    private static async Task WarmUpAsync(Hosts hosts)
    {
        await Intake.BurstAsync(hosts, Intake.Few, TimeSpan.FromSeconds(3));
        foreach (var question in ListQuestion.All)
        {
            await question.AskAsync(hosts, 8, Time);
            await question.AskBareAsync(hosts.Database, 8, Time / 2);
        }
    }

    private static async Task<List<PageSample>> AskAllAsync(Place place, int round)
    {
        var hosts = place.Agency.Hosts;
        var samples = new List<PageSample>();
        await using var writes = await SteadyWrites.StartAsync(hosts);
        foreach (var question in ListQuestion.All)
        {
            foreach (var readers in Readers.Where(readers => readers == 1 || place.Population >= Smallest))
            {
                var cpu = 0.0;
                async Task<LoadResult> ProductAsync()
                {
                    var before = hosts.CpuSeconds();
                    var load = await question.AskAsync(hosts, readers, Time);
                    cpu = (hosts.CpuSeconds() - before) * 1_000 / load.Count;
                    return load;
                }

                // One pair here, and the next in the next round; which is first changes with it.
                var first = round % 2 == 0 ? await ProductAsync() : null;
                var bare = await question.AskBareAsync(hosts.Database, readers, Time);
                var product = first ?? await ProductAsync();
                samples.Add(new(question.Name, place.Population, readers, round, product.P50, product.P99, bare.P50, cpu));
                Report.Say($"lists {round}: {question.Name} at {place.Population:N0}, {readers} readers: p50 {product.P50:N2} ms, p99 {product.P99:N1} ms, {product.PerSecond:N0}/s, {cpu:N2} ms CPU; bare p50 {bare.P50:N2} ms, {bare.PerSecond:N0}/s");
            }
        }

        return samples;
    }

    private static async Task<double> IntakeAsync(Hosts hosts)
    {
        var left = Alerts;
        return (await Intake.BurstAsync(hosts, Intake.Few, () => Interlocked.Decrement(ref left) >= 0 ? Traffic.Line(Traffic.Next()) : null)).CpuMilliseconds;
    }

    private static void AddPages(Report report, List<PageSample> all)
    {
        foreach (var same in all.Where(one => one.Population >= Smallest).GroupBy(one => (one.Population, one.Question, one.Readers)).OrderBy(same => same.Key.Population))
        {
            var name = string.Create(CultureInfo.InvariantCulture, $"{same.Key.Question} of 50 at {same.Key.Population:N0}, {same.Key.Readers} {(same.Key.Readers == 1 ? "reader" : "readers")}");
            report.AddRatio("B9", $"{name}: p50 ÷ (5 × bare + 3 ms)", [.. same.Select(one => one.P50 / ((5 * one.BareP50) + 3))], 1, Direction.AtMost);
            report.AddMedian("B9", $"{name}, p50", same.Select(one => one.P50), "ms");
            report.AddMedian("B9", $"{name}, p99", same.Select(one => one.P99), "ms");
            report.AddMedian("B9", $"{name}, bare statement, p50", same.Select(one => one.BareP50), "ms");
        }

        foreach (var list in all.Where(one => one.Question == "list" && one.Population > Smallest).GroupBy(one => (one.Population, one.Readers)))
        {
            double Before(PageSample one) => all.Single(other => (other.Question, other.Population, other.Readers, other.Round) == (one.Question, Smallest, one.Readers, one.Round)).P50;
            report.AddRatio(
                "B9", string.Create(CultureInfo.InvariantCulture, $"list of 50, p50 at {list.Key.Population:N0} ÷ at {Smallest:N0}, {list.Key.Readers} {(list.Key.Readers == 1 ? "reader" : "readers")}"),
                [.. list.Select(one => one.P50 / Before(one))], 1.5, Direction.AtMost);
        }
    }

    /// <summary>The series, and the worst of its tenfolds: the median of the rounds' ratios of two neighbours.</summary>
    private static void AddGrowth(Report report, string name, IReadOnlyList<GrowthSample> samples)
    {
        var populations = samples.Select(one => one.Population).Distinct().Order().ToArray();
        report.AddGrowth(new(name, "ms CPU", [.. populations.Select(population => new GrowthPoint(population, Report.Median(samples.Where(one => one.Population == population).Select(one => one.CpuMilliseconds))))]));
        var worst = populations.Skip(1)
            .Select(population => samples.Where(one => one.Population == population)
                .Select(one => one.CpuMilliseconds / samples.Single(before => before.Round == one.Round && before.Population == population / 10).CpuMilliseconds).ToArray())
            .MaxBy(Report.Median);
        if (worst is not null)
        {
            report.AddRatio("B14", $"{name}: CPU, worst tenfold from {populations[0]:N0} to {populations[^1]:N0} incidents", worst, 1.2, Direction.AtMost);
        }
    }

    private sealed record Place(long Population, Agency Agency);

    private sealed record PageSample(string Question, long Population, int Readers, int Round, double P50, double P99, double BareP50, double CpuMilliseconds);

    private sealed record GrowthSample(string What, long Population, int Round, double CpuMilliseconds);
}
