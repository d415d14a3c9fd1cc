using Coordination.Contracts.Escalation;
using Coordination.Contracts.Incidents;

namespace Coordination.Contracts.Live;

/// <summary>
/// What a console, or any other watcher, knows of the board. Parts may arrive late, twice and in any order; of each part the greater version
/// wins, so that every order ends in the same board.
/// </summary>
public sealed class BoardStore
{
    private readonly Dictionary<IncidentId, BoardLine> _lines = [];

    /// <summary>Of each subject the run that was started last: an earlier one may still report that it has stopped.</summary>
    private readonly Dictionary<string, EscalationView> _runs = [];

    /// <summary>Streams that this viewer no longer sees, with the version at which they vanished.</summary>
    private readonly Dictionary<string, long> _gone = [];

    /// <summary>A line came, changed or went: what stood there, and what stands there now.</summary>
    public event Action<BoardLine?, BoardLine?>? Changed;

    /// <summary>Everything may be different: read it again.</summary>
    public event Action? Replaced;

    public IReadOnlyCollection<BoardLine> Lines => _lines.Values;

    public BoardCounts? Counts { get; private set; }

    public BoardHealth? Health { get; private set; }

    public BoardLine? Find(IncidentId id) => _lines.GetValueOrDefault(id);

    /// <summary>Takes a whole board, then what arrived while it was being read. Answers how many lines differ from before.</summary>
    public int Replace(BoardView board, IReadOnlyList<object> late)
    {
        var before = new Dictionary<IncidentId, BoardLine>(_lines);
        _lines.Clear();
        _runs.Clear();
        _gone.Clear();
        Counts = board.Counts;
        Health = board.Health;
        var listener = Changed;
        Changed = null;
        Take(board.Incidents, board.Escalations);
        foreach (var message in late)
        {
            Take(message);
        }

        Changed = listener;
        Replaced?.Invoke();
        return _lines.Values.Count(line => !before.TryGetValue(line.Id, out var old) || old.Incident.Version != line.Incident.Version)
            + before.Keys.Count(id => !_lines.ContainsKey(id));
    }

    /// <summary>Takes one message of the hub.</summary>
    public void Take(object message)
    {
        switch (message)
        {
            case BoardChange change:
                Counts = change.Counts ?? Counts;
                Health = change.Health ?? Health;
                Take(change.Incidents, change.Escalations);
                break;
            case Gone gone:
                Take(gone);
                break;
            default:
                throw new ArgumentException($"The board cannot take a {message.GetType().Name}.", nameof(message));
        }
    }

    /// <summary>Forgets everything: someone else may sign in.</summary>
    public void Clear()
    {
        _lines.Clear();
        _runs.Clear();
        _gone.Clear();
        Counts = null;
        Health = null;
        Replaced?.Invoke();
    }

    public static string SubjectOf(IncidentId id) => "incident/" + id.Value;

    private void Take(IReadOnlyList<IncidentSummary> incidents, IReadOnlyList<EscalationView> escalations)
    {
        // Escalations first, so that a new line is born with its countdown.
        foreach (var run in escalations)
        {
            Take(run);
        }

        foreach (var incident in incidents)
        {
            Take(incident);
        }
    }

    private void Take(IncidentSummary incident)
    {
        var subject = SubjectOf(incident.Id);
        if (_gone.TryGetValue(subject, out var vanished) && vanished >= incident.Version)
        {
            return;
        }

        var old = _lines.GetValueOrDefault(incident.Id);
        if (old is null || old.Incident.Version < incident.Version)
        {
            Set(old, new BoardLine(incident, _runs.GetValueOrDefault(subject)));
        }
    }

    private void Take(EscalationView run)
    {
        if (_runs.TryGetValue(run.Subject, out var known) && !IsNewer(run, known))
        {
            return;
        }

        _runs[run.Subject] = run;
        if (run.Subject.StartsWith("incident/", StringComparison.Ordinal)
            && IncidentId.TryParse(run.Subject["incident/".Length..], null, out var id)
            && _lines.TryGetValue(id, out var old))
        {
            Set(old, new BoardLine(old.Incident, run));
        }
    }

    private void Take(Gone gone)
    {
        _gone[gone.Stream] = Math.Max(gone.Version, _gone.GetValueOrDefault(gone.Stream));
        if (gone.Stream.StartsWith("incident/", StringComparison.Ordinal)
            && IncidentId.TryParse(gone.Stream["incident/".Length..], null, out var id)
            && _lines.TryGetValue(id, out var old)
            && old.Incident.Version <= gone.Version)
        {
            _lines.Remove(id);
            Changed?.Invoke(old, null);
        }
    }

    private static bool IsNewer(EscalationView run, EscalationView known)
        => (run.StartedAt, run.Id, run.Version).CompareTo((known.StartedAt, known.Id, known.Version)) > 0;

    private void Set(BoardLine? old, BoardLine line)
    {
        _lines[line.Id] = line;
        Changed?.Invoke(old, line);
    }
}

/// <summary>The hub said that the viewer no longer sees a thing.</summary>
public sealed record Gone(string Stream, long Version);
