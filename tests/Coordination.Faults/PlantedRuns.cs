using Coordination.Faults.Check;
using Coordination.Faults.Load;
using Coordination.Faults.Processes;
using Coordination.Shared;

namespace Coordination.Faults;

/// <summary>
/// The runs with planted bugs, each on a database of its own of one server. Two hosts at a time are started and under load; the next two begin as soon as there is only to
/// wait for what these will never do.
/// </summary>
public sealed class PlantedRuns : IAsyncLifetime
{
    /// <summary>Most bugs strike now and then, so whoever is not reported at first is given more to do.</summary>
    private const int MostRounds = 4;

    private readonly SemaphoreSlim _turns = new(2);
    private Dictionary<string, Task<Reckoning>> _runs = [];
    private PostgresServer? _server;

    public async Task InitializeAsync()
    {
        _server = await ThreeHosts.StartServerAsync();
        _runs = When_a_bug_is_planted.Reports.Keys.ToDictionary(bug => bug, RunAsync, StringComparer.Ordinal);
    }

    public async Task DisposeAsync()
    {
        await Task.WhenAny(Task.WhenAll(_runs.Values));
        await _server!.DisposeAsync();
        _turns.Dispose();
    }

    internal Task<Reckoning> OfAsync(string bug) => _runs[bug];

    /// <summary>A host, some load, officers who acknowledge while steps follow one another, a reckoning.</summary>
    private async Task<Reckoning> RunAsync(string bug)
    {
        await using var starting = await TurnAsync();
        await using var cluster = await Cluster.StartAsync(new ClusterPlan { Server = _server, Hosts = 1, PlantedBug = bug });
        await using var console = new WatchingConsole("console", 0, cluster.Nodes, cluster.World.Reader);
        console.Start();
        var history = new History();
        for (var round = 1; ; round++)
        {
            await using (round == 1 ? starting : await TurnAsync())
            await using (var traffic = Traffic.Start(cluster, history, Seeds.First + (100 * round), pauseMilliseconds: 60, patience: TimeSpan.FromSeconds(10)))
            {
                await traffic.DoneAsync(deeds: 150);
            }

            var reckoning = await Reckoning.HoldAsync(cluster, history, [console], TermsOf(bug));
            if (round == MostRounds || bug.Length == 0 || When_a_bug_is_planted.Reports[bug].All(clause => reckoning.Findings.Any(finding => finding.Clause == clause)))
            {
                return reckoning;
            }
        }
    }

    /// <summary>Without a bug everything may take its time; with one it is not waited long for what will not be.</summary>
    private static ReckoningTerms TermsOf(string bug)
        => bug.Length == 0 ? ReckoningTerms.Usual : new ReckoningTerms { Rest = TimeSpan.FromSeconds(20), Consoles = TimeSpan.FromSeconds(8) };

    private async Task<Turn> TurnAsync()
    {
        await _turns.WaitAsync();
        return new(_turns);
    }

    /// <summary>The right to keep the machine busy, until it is given back; a second time changes nothing.</summary>
    private sealed class Turn(SemaphoreSlim turns) : IAsyncDisposable
    {
        private int _given;

        public ValueTask DisposeAsync()
        {
            if (Interlocked.Exchange(ref _given, 1) == 0)
            {
                turns.Release();
            }

            return ValueTask.CompletedTask;
        }
    }
}
