using Coordination.Faults.Check;
using Coordination.Faults.Load;
using Coordination.Faults.Processes;
using Coordination.Shared;
using Xunit.Abstractions;

namespace Coordination.Faults;

/// <summary>
/// The checker's own test: the same host with one bug planted in front of a port, under the same load. Each must be reported, and by the clause that it breaks;
/// without a bug nothing is. Two run at a time, the next beginning while one is being asked for.
/// </summary>
public sealed class When_a_bug_is_planted(PlantedRuns runs, ITestOutputHelper output) : IClassFixture<PlantedRuns>
{
    private static readonly (string Bug, Clause[] Reports)[] All =
    [
        ("drop-a-hand-off", [Clause.Lost]),
        ("hand-off-twice", [Clause.Counted]),
        ("forget-operations", [Clause.Operation]),
        ("answer-without-writing", [Clause.Lost]),
        ("fire-early", [Clause.Early]),
        ("forget-to-close-keys", [Clause.AfterAcknowledge]),
        ("record-a-step-twice", [Clause.Step]),
        ("forget-to-arm-the-next-step", [Clause.Step]),
        ("lose-a-claimed-message", [Clause.Rest]),
        ("skip-entries-of-the-feed", [Clause.Console]),
        ("send-again-under-another-id", [Clause.Outside]),
        ("send-twice", [Clause.Outside]),
        ("say-sent-without-sending", [Clause.Outside]),
        ("give-up-at-once", [Clause.Parked]),
        ("put-an-alert-in-two-incidents", [Clause.Doubled]),
        ("garble-an-alert", [Clause.Invented]),
        ("break-now-and-then", [Clause.Answer]),
        ("die-by-itself", [Clause.Process]),
        ("clock-is-wrong", [Clause.Clock]),
        ("", []),
    ];

    public static IEnumerable<string> Names => All.Select(one => one.Bug);

    public static TheoryData<string> Bugs => [.. Names];

    [Theory]
    [MemberData(nameof(Bugs))]
    public async Task It_is_reported_and_without_one_nothing_is(string bug)
    {
        var reckoning = await runs.OfAsync(bug);
        output.WriteLine($"{(bug.Length == 0 ? "no bug" : bug)}: {reckoning.Summary}");
        foreach (var finding in reckoning.Findings.GroupBy(finding => finding.Clause).Select(clause => clause.First()))
        {
            output.WriteLine($"  {finding}");
        }

        var reports = All.Single(one => one.Bug == bug).Reports;
        if (reports.Length == 0)
        {
            reckoning.AssertNothingFound("No bug is planted");
        }

        Assert.All(reports, clause => Assert.Contains(reckoning.Findings, finding => finding.Clause == clause));
    }
}

/// <summary>The runs, two at a time on one database server: the next begins while one is being asked for.</summary>
public sealed class PlantedRuns : IAsyncLifetime
{
    private readonly SemaphoreSlim _places = new(2);
    private Dictionary<string, Task<Reckoning>> _runs = [];
    private PostgresServer? _server;

    public async Task InitializeAsync()
    {
        _server = await ThreeHosts.StartServerAsync();
        _runs = When_a_bug_is_planted.Names.ToDictionary(bug => bug, RunAsync, StringComparer.Ordinal);
    }

    public async Task DisposeAsync()
    {
        await Task.WhenAny(Task.WhenAll(_runs.Values));
        await _server!.DisposeAsync();
        _places.Dispose();
    }

    internal Task<Reckoning> OfAsync(string bug) => _runs[bug];

    /// <summary>A short run: a host, some seconds of load, officers who acknowledge while steps follow one another, a reckoning.</summary>
    private async Task<Reckoning> RunAsync(string bug)
    {
        await _places.WaitAsync();
        try
        {
            await using var cluster = await Cluster.StartAsync(new ClusterPlan { Server = _server, Hosts = 1, PlantedBug = bug });
            await using var console = new WatchingConsole("console", 0, cluster.Nodes, cluster.World.Reader);
            console.Start();
            var history = new History();
            await using (var traffic = Traffic.Start(cluster, history, Seeds.First, pauseMilliseconds: 60, patience: TimeSpan.FromSeconds(10)))
            {
                await traffic.DoneAsync(deeds: 150, within: TimeSpan.FromSeconds(30));
            }

            return await Reckoning.HoldAsync(cluster, history, [console], new ReckoningTerms { Rest = TimeSpan.FromSeconds(20), Consoles = TimeSpan.FromSeconds(8) });
        }
        finally
        {
            _places.Release();
        }
    }
}
