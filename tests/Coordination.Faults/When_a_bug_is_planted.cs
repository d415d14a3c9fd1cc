using System.Collections.Concurrent;
using Coordination.Faults.Check;
using Coordination.Faults.Load;
using Coordination.Faults.Processes;
using Xunit.Abstractions;

namespace Coordination.Faults;

/// <summary>
/// The checker's own test: the same host with one bug planted in front of a port, under the same load. Each must be reported, and by the clause that it breaks;
/// without a bug nothing is. Two run at a time, the next beginning while one is being asked for.
/// </summary>
[Collection(OneAfterAnother.Name)]
public sealed class When_a_bug_is_planted(ITestOutputHelper output)
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
        ("", []),
    ];

    private static readonly SemaphoreSlim Places = new(2);
    private static readonly ConcurrentDictionary<string, Lazy<Task<Reckoning>>> Runs = new(
        All.Select(one => KeyValuePair.Create(one.Bug, new Lazy<Task<Reckoning>>(() => RunAsync(one.Bug)))), StringComparer.Ordinal);

    public static TheoryData<string> Bugs => [.. All.Select(one => one.Bug)];

    [Theory]
    [MemberData(nameof(Bugs))]
    public async Task It_is_reported_and_without_one_nothing_is(string bug)
    {
        // All are begun with the first; whoever is asked for waits for its own only.
        foreach (var run in Runs.Values)
        {
            _ = run.Value;
        }

        var reckoning = await Runs[bug].Value;
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

    /// <summary>A short run: a host, some seconds of load, an officer who acknowledges while steps follow one another, a reckoning.</summary>
    private static async Task<Reckoning> RunAsync(string bug)
    {
        await Places.WaitAsync();
        try
        {
            await using var cluster = await Cluster.StartAsync(new ClusterPlan { Hosts = 1, PlantedBug = bug });
            await using var console = new WatchingConsole("console", 0, cluster.Nodes, cluster.World.Reader);
            console.Start();
            var history = new History();
            await using (var traffic = Traffic.Start(cluster, history, Seeds.First, pauseMilliseconds: 60))
            {
                await traffic.DoneAsync(deeds: 150, within: TimeSpan.FromSeconds(30));
            }

            return await Reckoning.HoldAsync(cluster, history, [console], new ReckoningTerms { Rest = TimeSpan.FromSeconds(20), Consoles = TimeSpan.FromSeconds(8) });
        }
        finally
        {
            Places.Release();
        }
    }
}
