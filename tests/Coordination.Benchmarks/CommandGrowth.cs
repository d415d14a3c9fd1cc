using Coordination.Shared;

namespace Coordination.Benchmarks;

/// <summary>
/// B14 of B4: what a command costs in processor time where there are 1,000, 10,000 and 100,000 incidents, each in a database and with a host of its own, in
/// alternation; on as many of them everywhere, spread over all.
/// </summary>
internal static class CommandGrowth
{
    private const int Callers = 32;
    private const int Touched = 1_000;
    private static readonly int[] Populations = [1_000, 10_000, 100_000];

    public static async Task RunAsync(Report report, string[] arguments)
    {
        var (rounds, time) = Arguments.PairsAndTime(arguments, pairs: 5, seconds: 3);
        await using var server = await PostgresServer.StartAsync(durable: true);
        var sizes = new List<Size>();
        try
        {
            foreach (var population in Populations)
            {
                var hosts = await Hosts.StartAsync(server, 1);
                sizes.Add(new(population, hosts, await hosts.ConnectAsync(), Some(population)));
                await Rotation.AddPeopleAsync(sizes[^1].Grains);
                await OpenPopulation.FillAsync(hosts, population);
            }

            foreach (var size in sizes)
            {
                await size.MeasureAsync(TimeSpan.FromSeconds(8));
                await size.Hosts.RestAsync();
            }

            var measured = new List<Answered[]>();
            for (var round = 0; round < rounds; round++)
            {
                // Forwards and backwards in turn, so that none is always first.
                var answered = new Answered[sizes.Count];
                foreach (var index in round % 2 == 0 ? Enumerable.Range(0, sizes.Count) : Enumerable.Range(0, sizes.Count).Reverse())
                {
                    answered[index] = await sizes[index].MeasureAsync(time);
                    Report.Say($"B14 commands, {sizes[index].OpenPopulation:N0} incidents: {answered[index]}");
                }

                measured.Add(answered);
            }

            for (var index = 1; index < sizes.Count; index++)
            {
                report.AddRatio(
                    "B14", $"B14 command at {sizes[index].OpenPopulation:N0} ÷ at {sizes[index - 1].OpenPopulation:N0} incidents, processor time each",
                    [.. measured.Select(round => round[index].CpuMilliseconds / round[index - 1].CpuMilliseconds)], 1.2, Direction.AtMost);
            }

            report.AddGrowth(new("B4 command", "ms CPU", [.. sizes.Select((size, index) => new GrowthPoint(size.OpenPopulation, Report.Median(measured.Select(round => round[index].CpuMilliseconds))))]));
        }
        finally
        {
            foreach (var size in sizes)
            {
                await size.Hosts.DisposeAsync();
            }
        }
    }

    /// <summary>As many of each population, spread over all of it.</summary>
    private static Rotation Some(int population) => new([.. Enumerable.Range(0, Touched).Select(number => OpenPopulation.Key(number * (population / Touched)))], Callers);

    private sealed record Size(int OpenPopulation, Hosts Hosts, IGrainFactory Grains, Rotation Rotation)
    {
        public Task<Answered> MeasureAsync(TimeSpan time) => Benchmarks.Callers.RunAsync(Callers, time, caller => Rotation.AskAsync(Grains, caller), Hosts.CpuSeconds);
    }
}
