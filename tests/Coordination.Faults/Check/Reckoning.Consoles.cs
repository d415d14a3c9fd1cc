using Coordination.Contracts.Escalation;
using Coordination.Contracts.Live;
using Coordination.Faults.Load;
using Coordination.Faults.Processes;

namespace Coordination.Faults.Check;

internal sealed partial class Reckoning
{
    /// <summary>Each console comes to show what a fresh reading shows, whatever it has missed and however often it has moved.</summary>
    private async Task CheckConsolesAsync(IReadOnlyList<WatchingConsole> consoles)
    {
        foreach (var console in consoles)
        {
            IReadOnlyList<string> differences = [];
            var reader = Traffic.Reader(_cluster);
            var same = await Until.HoldsAsync(
                async () =>
                {
                    var board = await reader.BoardAsync();
                    return (differences = console.Look(store => Differences(store, board))).Count == 0;
                },
                _terms.Consoles,
                everyMilliseconds: 250);
            if (same is null)
            {
                foreach (var difference in differences.Take(5))
                {
                    Find(Clause.Console, $"{console.Name} ({console.Readings} readings, {console.Moves} moves) still differs after {_terms.Consoles.TotalSeconds:F0} s: {difference}");
                }
            }
        }
    }

    private static List<string> Differences(BoardStore store, BoardView board)
    {
        var differences = new List<string>();
        var open = store.Lines.Where(line => line.Open).ToDictionary(line => line.Id);
        foreach (var incident in board.Incidents)
        {
            if (!open.Remove(incident.Id, out var line))
            {
                differences.Add($"{incident.Number} is missing.");
            }
            else if (line.Incident.Version != incident.Version)
            {
                differences.Add($"{incident.Number} is at version {incident.Version}, shown is {line.Incident.Version}.");
            }
        }

        differences.AddRange(open.Values.Select(line => $"{line.Incident.Number} is shown at version {line.Incident.Version} and is not open."));
        differences.AddRange(board.Escalations.Where(run => !Shows(store, run)).Select(run => $"{run.Id} is at version {run.Version}, which is not shown."));
        if (store.Counts != board.Counts)
        {
            differences.Add($"Counts are {board.Counts}, shown are {store.Counts}.");
        }

        return differences;
    }

    /// <summary>The run, or a later one of the same incident.</summary>
    private static bool Shows(BoardStore store, EscalationView run)
        => store.Lines.FirstOrDefault(line => BoardStore.SubjectOf(line.Id) == run.Subject)?.Escalation is { } shown
            && (shown.StartedAt > run.StartedAt || (shown.Id == run.Id && shown.Version >= run.Version));
}
