using Coordination.Faults.Check;
using Xunit.Abstractions;

namespace Coordination.Faults;

/// <summary>
/// The checker's own test: the same host with one bug planted in front of a port, under the same load. Each must be reported, and by the clause that it breaks;
/// without a bug nothing is.
/// </summary>
[Collection(OnHostsOfTheirOwn.Name)]
public sealed class When_a_bug_is_planted(PlantedRuns runs, ITestOutputHelper output) : IClassFixture<PlantedRuns>
{
    private static readonly (string Bug, Clause[] Reports)[] All =
    [
        ("drop-a-hand-off", [Clause.Lost]),
        ("hand-off-twice", [Clause.Counted]),
        ("lose-a-written-event", [Clause.Stream, Clause.Chain]),
        ("alter-a-written-event", [Clause.Chain]),
        ("forget-operations", [Clause.Operation]),
        ("answer-without-writing", [Clause.Lost]),
        ("fire-early", [Clause.Early]),
        ("forget-to-close-keys", [Clause.AfterAcknowledge]),
        ("record-a-step-twice", [Clause.Step]),
        ("forget-to-arm-the-next-step", [Clause.Step]),
        ("forget-to-arm-a-delivery", [Clause.Delivery]),
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

    public static TheoryData<string> Bugs => [.. All.Select(one => one.Bug)];

    /// <summary>By which clauses each is to be reported.</summary>
    internal static IReadOnlyDictionary<string, Clause[]> Reports { get; } = All.ToDictionary(one => one.Bug, one => one.Reports, StringComparer.Ordinal);

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

        if (bug.Length == 0)
        {
            reckoning.AssertNothingFound("No bug is planted");
        }

        Assert.All(Reports[bug], clause => Assert.Contains(reckoning.Findings, finding => finding.Clause == clause));
    }
}
