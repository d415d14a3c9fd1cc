using Coordination.Domain.Journal;
using Coordination.Storage.Journal;

namespace Coordination.Simulation.Storage;

/// <summary>
/// A database in memory, as the engines keep it: one transaction at a time, all of it or nothing. What a transaction changes can be undone until it is
/// committed. It outlives every process.
/// </summary>
internal sealed class Database
{
    private readonly List<Action> _undo = [];

    public Dictionary<StreamId, StreamRow> Streams { get; private init; } = [];

    /// <summary>The journal, in order of position.</summary>
    public List<EventRow> Events { get; private init; } = [];
    public Dictionary<StreamId, List<EventRow>> EventsOf { get; private init; } = [];
    public Dictionary<string, MessageRow> Messages { get; private init; } = [];
    public Dictionary<Claim, StreamId> Claims { get; private init; } = [];
    public Dictionary<string, ClosedKeyRow> ClosedKeys { get; private init; } = [];
    public Dictionary<(StreamId Stream, string Id), OperationRecord> Operations { get; private init; } = [];
    public Dictionary<string, Dictionary<string, RowRow>> Rows { get; private init; } = Domain.Kinds.Tables.ToDictionary(table => table.Name, _ => new Dictionary<string, RowRow>());
    public Dictionary<string, long> Sequences { get; private init; } = [];

    /// <summary>How many groups each process has written.</summary>
    public Dictionary<string, long> Writers { get; private init; } = [];

    /// <summary>Who was given what to work on. Kept by the database of the simulation, not by the product.</summary>
    public List<HandOut> HandOuts { get; } = [];

    /// <summary>Processes that are gone, or that the others have given up.</summary>
    public HashSet<string> Gone { get; } = [];

    /// <summary>Nobody can reach it.</summary>
    public bool IsDown { get; set; }

    /// <summary>How many transactions have been committed.</summary>
    public long Groups { get; set; }

    public long MessagesArmed { get; private set; }

    public int Changes => _undo.Count;

    /// <summary>A database with the same content, for another execution.</summary>
    public Database Copy() => new()
    {
        Streams = new(Streams),
        Events = [.. Events],
        EventsOf = EventsOf.ToDictionary(pair => pair.Key, pair => pair.Value.ToList()),
        Messages = new(Messages),
        Claims = new(Claims),
        ClosedKeys = new(ClosedKeys),
        Operations = new(Operations),
        Rows = Rows.ToDictionary(pair => pair.Key, pair => new Dictionary<string, RowRow>(pair.Value)),
        Sequences = new(Sequences),
        Writers = new(Writers),
        Groups = Groups,
        MessagesArmed = MessagesArmed,
    };

    /// <summary>What was changed since the last commit is lasting.</summary>
    public void Commit()
    {
        _undo.Clear();
        Groups++;
    }

    public void Rollback()
    {
        for (var index = _undo.Count - 1; index >= 0; index--)
        {
            _undo[index]();
        }

        _undo.Clear();
    }

    public void Put<TKey, TValue>(Dictionary<TKey, TValue> table, TKey key, TValue value) where TKey : notnull
    {
        if (table.TryGetValue(key, out var before))
        {
            _undo.Add(() => table[key] = before);
        }
        else
        {
            _undo.Add(() => table.Remove(key));
        }

        table[key] = value;
    }

    public bool Remove<TKey, TValue>(Dictionary<TKey, TValue> table, TKey key) where TKey : notnull
    {
        if (!table.Remove(key, out var before))
        {
            return false;
        }

        _undo.Add(() => table[key] = before);
        return true;
    }

    public void Append(EventRow row)
    {
        if (!EventsOf.TryGetValue(row.Stream, out var stream))
        {
            EventsOf.Add(row.Stream, stream = []);
        }

        Events.Add(row);
        stream.Add(row);
        _undo.Add(() =>
        {
            Events.RemoveAt(Events.Count - 1);
            stream.RemoveAt(stream.Count - 1);
        });
    }

    public void Arm(OutboxMessage message, string? owner, DateTimeOffset? leaseUntil)
        => Put(Messages, message.Id, new(message, MessagesArmed++, owner, leaseUntil));

    public void LogHandOut(HandOut handOut)
    {
        HandOuts.Add(handOut);
        _undo.Add(() => HandOuts.RemoveAt(HandOuts.Count - 1));
    }
}
