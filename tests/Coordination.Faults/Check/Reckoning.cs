using Coordination.Faults.Load;
using Coordination.Faults.Outside;
using Coordination.Faults.Processes;

namespace Coordination.Faults.Check;

/// <summary>How one reckoning is held.</summary>
internal sealed record ReckoningTerms
{
    /// <summary>How long it may take until nothing is due.</summary>
    public TimeSpan Rest { get; init; } = Until.Patience;

    /// <summary>How long consoles may take to show what is true, those among them whose host fell silent.</summary>
    public TimeSpan Consoles { get; init; } = Until.Patience;

    /// <summary>What the experiment itself has made to be parked: the address of a delivery, or the id of a message.</summary>
    public Func<string, bool> MayBeParked { get; init; } = static _ => false;

    /// <summary>Receivers that the experiment has made to misbehave, by address: what arrived there says nothing.</summary>
    public Func<string, bool> MayMisbehave { get; init; } = static _ => false;

    /// <summary>A supervisor starts again what has died, so that a host that left by itself is waited for and is no finding.</summary>
    public bool IsSupervised { get; init; }

    public static ReckoningTerms Usual { get; } = new();
}

/// <summary>
/// What must hold whenever the system has come to rest, said a second time, naively and in this one place: it believes only the history of what was asked and
/// answered, and looks only at what anyone sees (HTTP, the database, what arrived outside, what consoles show).
/// </summary>
internal sealed partial class Reckoning
{
    private readonly Cluster _cluster;
    private readonly History _history;
    private readonly ReckoningTerms _terms;
    private readonly Pages _pages;
    private readonly Readings _readings;
    private readonly IReadOnlyList<Received> _arrivedBefore;
    private readonly IReadOnlyList<Received> _arrivedAfter;
    private readonly List<Finding> _findings = [];
    private readonly List<TimeSpan> _lateness = [];

    private Reckoning(
        Cluster cluster, History history, ReckoningTerms terms, Pages pages, Readings readings, IReadOnlyList<Received> arrivedBefore, IReadOnlyList<Received> arrivedAfter)
        => (_cluster, _history, _terms, _pages, _readings, _arrivedBefore, _arrivedAfter) = (cluster, history, terms, pages, readings, arrivedBefore, arrivedAfter);

    /// <summary>Nobody is there to be asked.</summary>
    private Reckoning(Cluster cluster, History history, List<Finding> findings)
        : this(cluster, history, ReckoningTerms.Usual, Pages.Empty, new([], [], []), [], [])
        => _findings = findings;

    public IReadOnlyList<Finding> Findings => _findings;

    /// <summary>What was looked at, in a line.</summary>
    public string Summary { get; private set; } = "";

    /// <summary>Waits for rest, reads everything, and holds the reckoning.</summary>
    public static async Task<Reckoning> HoldAsync(Cluster cluster, History history, IReadOnlyList<WatchingConsole> consoles, ReckoningTerms? terms = null)
    {
        terms ??= ReckoningTerms.Usual;
        var early = new List<Finding>();
        await LookAtProcessesAsync(cluster, terms, early);
        if (!cluster.Nodes.Any(node => node.IsRunning))
        {
            return new(cluster, history, early);
        }

        await RestAsync(cluster, terms, early);
        var before = cluster.Outside.All;
        var pages = await cluster.Books.ReadAsync();
        var reader = Traffic.Reader(cluster);
        var reckoning = new Reckoning(cluster, history, terms, pages, await Readings.TakeAsync(reader), before, cluster.Outside.All);
        reckoning._findings.AddRange(early);
        reckoning.CheckAlerts();
        reckoning.CheckStreams();
        reckoning.CheckOperations();
        reckoning.CheckEscalations();
        reckoning.CheckDeliveries();
        reckoning.CheckArrivals();
        reckoning.CheckAnswers();
        await reckoning.CheckChainAsync();
        await reckoning.CheckConsolesAsync(consoles);
        reckoning.Sum(consoles);
        return reckoning;
    }

    /// <summary>Fails with everything that was found, and with what the hosts have said.</summary>
    public string AssertNothingFound(string experiment)
    {
        Assert.True(
            _findings.Count == 0,
            $"{experiment}: {_findings.Count} promises were not kept.{Environment.NewLine}{string.Join(Environment.NewLine, _findings.GroupBy(finding => finding.Clause).SelectMany(clause => clause.Take(6)))}{Environment.NewLine}"
            + $"Disturbed: {string.Join("; ", _history.Disturbances.TakeLast(8).Select(one => $"{one.What} {one.From:HH:mm:ss.fff} to {one.Until:HH:mm:ss.fff}"))}{Environment.NewLine}{_cluster.Log}");
        return Summary;
    }

    private void Find(Clause clause, string text) => _findings.Add(new(clause, text));

    private static async Task LookAtProcessesAsync(Cluster cluster, ReckoningTerms terms, List<Finding> findings)
    {
        if (terms.IsSupervised)
        {
            await Until.HoldsAsync(() => Task.FromResult(cluster.Nodes.All(node => node.IsRunning)));
        }

        foreach (var node in cluster.Nodes.Where(node => !node.IsRunning))
        {
            findings.Add(new(Clause.Process, $"{node.Name} is down{(node.IsMeantToBeDown ? " and was not started again by the experiment" : ": it has died by itself")}."));
        }

        var ready = await Until.HoldsAsync(
            async () => (await Task.WhenAll(cluster.Nodes.Where(node => node.IsRunning).Select(node => node.IsReadyAsync()))).All(one => one));
        if (ready is null)
        {
            findings.Add(new(Clause.Process, $"Not every process that runs became ready within {Until.Patience.TotalSeconds:F0} s."));
        }
    }

    /// <summary>Waits until no message is due, or is about to be tried again.</summary>
    private static async Task RestAsync(Cluster cluster, ReckoningTerms terms, List<Finding> findings)
    {
        IReadOnlyList<MessageLine> due = [];
        if (await Until.HoldsAsync(async () => (due = await cluster.Books.UnderWayAsync()).Count == 0, terms.Rest, everyMilliseconds: 150) is null)
        {
            findings.AddRange(due.Select(message => new Finding(
                Clause.Rest, $"{message.Id} for {message.Target} was due at {message.Due:HH:mm:ss.fff} and is not done after {terms.Rest.TotalSeconds:F0} s (taken up {message.Claims} times, held by {message.Owner ?? "nobody"}).")));
        }
    }

    private void CheckAnswers()
    {
        foreach (var odd in _history.Odd.Take(10))
        {
            Find(Clause.Answer, $"The server answered {odd}.");
        }

        if (_history.WithoutRetryAfter > 0)
        {
            Find(Clause.Answer, $"{_history.WithoutRetryAfter} answers 503 do not say when to come again.");
        }
    }

    private async Task CheckChainAsync()
    {
        if (await Chain.FaultAsync(_cluster) is { } fault)
        {
            Find(Clause.Chain, fault);
        }
    }

    private void Sum(IReadOnlyList<WatchingConsole> consoles)
    {
        var deeds = _history.Deeds;
        var late = _lateness.Order().ToArray();
        Summary = $"{deeds.Count} deeds ({deeds.Count(deed => deed.First.Known == Known.Unknown)} unknown), {_readings.Incidents.Count} incidents, {_pages.Events.Count} events, "
            + $"{late.Length} timed steps (lateness p50 {At(50)}, p99 {At(99)}, max {At(100)} ms), {_arrivedAfter.Count} arrived outside, "
            + $"{consoles.Count} consoles moved {consoles.Sum(console => console.Moves)} times";

        string At(int percent) => late.Length == 0 ? "-" : $"{late[Math.Min(late.Length - 1, late.Length * percent / 100)].TotalMilliseconds:F0}";
    }
}
