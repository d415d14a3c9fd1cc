using System.Diagnostics;
using System.Globalization;
using Coordination.Contracts;
using Coordination.Contracts.Access;
using Coordination.Contracts.Client;
using Coordination.Contracts.Intake;
using Coordination.Shared;

namespace Coordination.Benchmarks;

/// <summary>
/// R13: four sources that deliver their share at an even pace, alone and beside a fifth that sends fifty times as much. What the four get done is compared; the fifth is told to come
/// again later. Everything that was answered 202 must be there in the end.
/// </summary>
internal static class NoisySource
{
    private const int Calm = 4;

    /// <summary>Alerts a second, one a request.</summary>
    private const int Share = 50;
    private const int Times = 50;

    /// <summary>Over so many connections the noisy one sends.</summary>
    private const int NoisyConnections = 16;

    private static long _accepted;

    public static async Task RunAsync(Report report, string[] arguments)
    {
        var (pairs, time) = Arguments.PairsAndTime(arguments, pairs: 5, seconds: 10);
        await using var server = await PostgresServer.StartAsync(durable: true);
        await using var hosts = await Hosts.StartAsync(
            server, 1, "--Coordination:Limits:Enabled=true", $"--Coordination:Limits:IntakeLinesPerSecond={Share}", $"--Coordination:Limits:IntakeLinesAtOnce={Share}");
        var tokens = await LetInAsync(hosts);
        await CalmAsync(hosts, tokens, TimeSpan.FromSeconds(10));

        var noisy = new List<(long Accepted, long TurnedAway)>();
        var measured = await Pairs.RunAsync(
            pairs,
            () => CalmAsync(hosts, tokens, time),
            async () =>
            {
                var loud = NoiseAsync(hosts, tokens[^1], time);
                var calm = await CalmAsync(hosts, tokens, time);
                noisy.Add(await loud);
                Report.Say($"noisy {noisy.Count}: {noisy[^1].Accepted} accepted, {noisy[^1].TurnedAway} turned away; the others {calm.PerSecond:0.0}/s, p99 {calm.P99:0.0} ms");
                return calm;
            });

        var written = await hosts.AskAsync("select count(*) from alert_row");
        if ((long)written != _accepted)
        {
            throw new InvalidOperationException(string.Create(CultureInfo.InvariantCulture, $"{_accepted} alerts were answered 202, and {written} are there."));
        }

        report.AddRatio("R13", $"{Calm} sources beside one at {Times} times its share ÷ alone, alerts accepted a second", [.. measured.Select(pair => pair.Ratio(one => one.PerSecond))], 0.9, Direction.AtLeast);
        report.AddMedian("R13", "accepted of the noisy one", noisy.Select(one => one.Accepted / time.TotalSeconds), "/s");
        report.AddMedian("R13", "turned away of the noisy one", noisy.Select(one => one.TurnedAway / time.TotalSeconds), "/s");
        report.AddMedian("R13", "p99 of the others, alone", measured.Select(pair => pair.Anchor.P99), " ms");
        report.AddMedian("R13", "p99 of the others, beside the noisy one", measured.Select(pair => pair.Product.P99), " ms");
    }

    private static async Task<string[]> LetInAsync(Hosts hosts)
    {
        using var http = hosts.Client(hosts.AdministratorToken, 1);
        var administrator = new CoordinationClient(http, TimeProvider.System);
        var tokens = new List<string>();
        foreach (var name in Enumerable.Range(1, Calm).Select(Name).Append("noisy"))
        {
            await administrator.PutSourceAsync(SourceId.Of(name), new SourceRequest { Name = name });
            tokens.Add((await administrator.AddTokenAsync(new TokenRequest { Name = name, Scope = TokenScope.Intake, Source = name })).Secret!);
        }

        return [.. tokens];
    }

    /// <summary>Each of the four sends at its pace over a connection of its own. All must be accepted.</summary>
    private static async Task<LoadResult> CalmAsync(Hosts hosts, string[] tokens, TimeSpan time)
    {
        var watch = Stopwatch.StartNew();
        // A little below the share, so that a late answer is not made up for by what would be too much.
        var all = await Task.WhenAll(Enumerable.Range(1, Calm).Select(number => Task.Run(() => PacedAsync(hosts, Name(number), tokens[number - 1], Share * 0.9, time, mustBeAccepted: true))));
        return LoadResult.Of(all.SelectMany(one => one.Milliseconds), watch.Elapsed.TotalSeconds);
    }

    private static async Task<(long Accepted, long TurnedAway)> NoiseAsync(Hosts hosts, string token, TimeSpan time)
    {
        var all = await Task.WhenAll(Enumerable.Range(0, NoisyConnections).Select(_ => Task.Run(() => PacedAsync(hosts, "noisy", token, (double)Share * Times / NoisyConnections, time, mustBeAccepted: false))));
        return (all.Sum(one => one.Milliseconds.Count), all.Sum(one => one.TurnedAway));
    }

    private static async Task<(List<double> Milliseconds, long TurnedAway)> PacedAsync(Hosts hosts, string source, string token, double perSecond, TimeSpan time, bool mustBeAccepted)
    {
        var address = hosts.Nodes[0].Address!;
        using var connection = await HttpConnection.OpenAsync(address);
        var (milliseconds, turnedAway) = (new List<double>(), 0L);
        var watch = Stopwatch.StartNew();
        for (var sent = 0; watch.Elapsed < time; sent++)
        {
            if (TimeSpan.FromSeconds(sent / perSecond) - watch.Elapsed is { Ticks: > 0 } early)
            {
                await Task.Delay(early, TimeProvider.System);
            }

            var begun = Stopwatch.GetTimestamp();
            var status = await connection.AskAsync(HttpConnection.Post(address, $"{Routes.Intake}/{source}", token, "application/json", Traffic.Line(Traffic.Next())));
            if (status == 202)
            {
                milliseconds.Add(Stopwatch.GetElapsedTime(begun).TotalMilliseconds);
                Interlocked.Increment(ref _accepted);
            }
            else if (status == 429 && !mustBeAccepted)
            {
                turnedAway++;
            }
            else
            {
                throw new InvalidOperationException(string.Create(CultureInfo.InvariantCulture, $"A request of {source} was answered {status}: {connection.Body}"));
            }
        }

        return (milliseconds, turnedAway);
    }

    private static string Name(int number) => string.Create(CultureInfo.InvariantCulture, $"calm-{number}");
}
