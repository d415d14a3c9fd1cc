using Coordination.Contracts.Incidents;
using Coordination.Contracts.Live;

namespace Coordination.Console.Board;

/// <summary>
/// The lines of the board in their order. A change costs a binary search, not a sort. While it is held, no line moves, comes
/// or goes under the officer's hand: lines change where they stand, and what waits is counted.
/// </summary>
internal sealed class BoardList
{
    /// <summary>What would be shown if it were not held.</summary>
    private readonly List<BoardLine> _wanted = [];

    private readonly List<BoardLine> _held = [];
    private readonly Dictionary<IncidentId, int> _place = [];
    private readonly HashSet<IncidentId> _new = [];
    private readonly HashSet<IncidentId> _moved = [];
    private readonly HashSet<IncidentId> _left = [];
    private Func<BoardLine, bool> _matches = line => line.Open;

    public BoardSort Sort { get; private set; } = BoardSort.Urgency;

    public List<BoardLine> Lines => Held ? _held : _wanted;

    /// <summary>Whether lines keep their places for now.</summary>
    public bool Held { get; private set; }

    /// <summary>Lines that wait to be shown.</summary>
    public int New => _new.Count;

    /// <summary>Lines that would stand elsewhere or no longer belong here.</summary>
    public int Moved => _moved.Count + _left.Count;

    public bool HasLeft(IncidentId id) => _left.Contains(id);

    /// <summary>Where a line is shown, or -1.</summary>
    public int IndexOf(IncidentId id) => Held
        ? _place.GetValueOrDefault(id, -1)
        : _wanted.FindIndex(line => line.Id == id);

    /// <summary>Everything again: another filter or order, or a whole board was read.</summary>
    public void Reset(IEnumerable<BoardLine> all, Func<BoardLine, bool> matches, BoardSort sort)
    {
        (_matches, Sort) = (matches, sort);
        _wanted.Clear();
        _wanted.AddRange(all.Where(matches));
        _wanted.Sort(sort);
        if (Held)
        {
            Settle();
        }
    }

    /// <summary>A line came, changed or went.</summary>
    public void Take(BoardLine? old, BoardLine? line)
    {
        var was = old is not null ? _wanted.BinarySearch(old, Sort) : -1;
        if (was >= 0)
        {
            _wanted.RemoveAt(was);
        }

        var belongs = line is not null && _matches(line);
        if (belongs)
        {
            var place = _wanted.BinarySearch(line!, Sort);
            _wanted.Insert(place < 0 ? ~place : place, line!);
        }

        if (Held)
        {
            TakeHeld(old, line, belongs);
        }
    }

    /// <summary>Keeps every line where it stands, or lets them go where they belong.</summary>
    public void Hold(bool hold)
    {
        if (hold != Held)
        {
            Held = hold;
            Settle();
        }
    }

    /// <summary>Shows what waits; if lines are held, they are held in the new order.</summary>
    public void Settle()
    {
        _new.Clear();
        _moved.Clear();
        _left.Clear();
        _held.Clear();
        _place.Clear();
        if (Held)
        {
            _held.AddRange(_wanted);
            for (var index = 0; index < _held.Count; index++)
            {
                _place[_held[index].Id] = index;
            }
        }
    }

    private void TakeHeld(BoardLine? old, BoardLine? line, bool belongs)
    {
        var id = (line ?? old)!.Id;
        if (!_place.TryGetValue(id, out var place))
        {
            _ = belongs ? _new.Add(id) : _new.Remove(id);
            return;
        }

        var shown = _held[place];
        _held[place] = line ?? shown;
        _moved.Remove(id);
        if (!belongs)
        {
            _left.Add(id);
            return;
        }

        _left.Remove(id);
        var before = place > 0 ? _held[place - 1] : null;
        var after = place + 1 < _held.Count ? _held[place + 1] : null;
        if (Sort.Compare(before, line) > 0 || Sort.Compare(line, after) > 0)
        {
            _moved.Add(id);
        }
    }
}
