using Coordination.Contracts;
using Coordination.Contracts.Incidents;
using Coordination.Contracts.Live;

namespace Coordination.Cli.Live;

/// <summary>The board for a file or another program: one line for each change.</summary>
internal sealed class BoardLines(TextWriter output) : IBoardScreen
{
    private readonly Dictionary<IncidentId, long> _told = [];
    private DateTimeOffset _now;
    private bool _stale;

    public void Changed(BoardLine? old, BoardLine? line)
    {
        if (line is null)
        {
            _told.Remove(old!.Id);
            Write($"gone    {old.Incident.Number}");
        }
        else if (_told.GetValueOrDefault(line.Id) < line.Incident.Version)
        {
            Tell(line);
        }
    }

    public void Live(BoardStore store, DateTimeOffset now)
    {
        _now = now;
        if (_stale)
        {
            Write("live    the connection is back");
        }

        _stale = false;
        foreach (var gone in _told.Keys.Where(id => store.Find(id) is null).ToList())
        {
            // Closed while nobody looked, or no longer to be seen.
            _told.Remove(gone);
            Write($"gone    {gone}");
        }

        foreach (var line in store.Lines.OrderBy(line => line.Incident.OpenedAt))
        {
            Changed(null, line);
        }
    }

    public void Stale(BoardStore store, DateTimeOffset now)
    {
        _now = now;
        if (!_stale)
        {
            Write("stale   the connection is lost; trying again");
        }

        _stale = true;
    }

    public void Draw(BoardStore store, DateTimeOffset now) => _now = now;

    private void Tell(BoardLine line)
    {
        var incident = line.Incident;
        var what = !_told.ContainsKey(line.Id) ? "open   " : line.Open ? "changed" : "closed ";
        _told[line.Id] = incident.Version;
        Write($"{what} {incident.Number} {incident.Severity} {incident.Tlp.Label()} {incident.Status} institution={LineText.Institutions(line)} owner={LineText.Owner(line)} escalation={LineText.Countdown(line, _now)} sightings={incident.Sightings} {LineText.Plain(incident.Title)}");
    }

    private void Write(string text)
    {
        output.WriteLine($"{LineText.Time(_now)} {text}");
        output.Flush();
    }
}
