using Coordination.Domain.Journal;

namespace Coordination.Storage.Journal;

/// <summary>An event with everything that its row in the journal has, except its position.</summary>
internal sealed record PlannedEvent(StreamId Stream, long Version, JournalEvent Event, long At, byte[] Body, byte[] Hash);

/// <summary>
/// Decides, in order of arrival, which commits of a group can be written and collects what the winners write. A loser leaves no trace in it.
/// It only thinks: the facts were read before, and the engine writes afterwards.
/// </summary>
internal sealed class GroupPlan(GroupFacts facts, MasterKey master, StreamKeyCache keys)
{
    public GroupFacts Facts => facts;

    public List<PreparedCommit> Winners { get; } = [];

    public List<PlannedEvent> Events { get; } = [];

    /// <summary>The last content of each row that changes, with the stream and the version that it is of.</summary>
    public Dictionary<(string Table, string Id), (PreparedRow Row, StreamId Stream, long Version)> Rows { get; } = [];

    /// <summary>Armed by the winners and not withdrawn by a later one.</summary>
    public IEnumerable<OutboxMessage> Armed => _armed.Where(message => facts.Find(message.Id) is not null);

    private readonly List<OutboxMessage> _armed = [];

    /// <summary>Takes the commit into the group, or says what stands against it.</summary>
    /// <exception cref="StreamErasedException">The stream has been erased.</exception>
    public CommitOutcome Consider(PreparedCommit prepared)
    {
        var conflicts = ConflictsOf(prepared.Commit);
        if (conflicts.Count > 0)
        {
            return new CommitRefused(conflicts);
        }

        var head = facts.Heads[prepared.Stream];
        if (prepared.NeedsKey)
        {
            prepared.EncryptUnder(KeyOf(head, prepared));
        }

        Advance(head, prepared);
        TakeIn(prepared);
        Winners.Add(prepared);
        return new Committed(prepared.Version);
    }

    private List<CommitConflict> ConflictsOf(Commit commit)
    {
        var conflicts = new List<CommitConflict>();
        var actual = facts.Heads[commit.Stream].Version;
        if (actual != commit.ExpectedVersion)
        {
            conflicts.Add(new StaleVersion(commit.Stream, commit.ExpectedVersion, actual));
        }

        if (commit.Done.Count + commit.Park.Count > 0)
        {
            var answered = new HashSet<string>(StringComparer.Ordinal);
            conflicts.AddRange(commit.Done.Concat(commit.Park.Select(order => order.MessageId))
                .Where(id => facts.Find(id) is null || !answered.Add(id))
                .Select(id => new AlreadyDone(id)));
        }

        // A key that this very commit closes was open before it: what it arms under it is then withdrawn by itself, not refused.
        conflicts.AddRange(commit.OpenKeys
            .Concat(commit.Arm.Where(message => message.Key is not null).Select(message => message.Key!))
            .Where(facts.IsClosed)
            .Distinct(StringComparer.Ordinal)
            .Select(key => new KeyClosed(key)));

        foreach (var operation in commit.Operations)
        {
            if (facts.Operations[(commit.Stream, operation.Id)] is { } known)
            {
                conflicts.Add(new OperationKnown(known));
            }
        }

        foreach (var claim in commit.Claims)
        {
            if (facts.Owners[claim] is { } owner && owner != commit.Stream)
            {
                conflicts.Add(new ClaimTaken(claim, owner));
            }
        }

        return conflicts;
    }

    private StreamKey KeyOf(StreamHead head, PreparedCommit prepared)
    {
        if (head.Key is { } known)
        {
            return known;
        }

        if (!head.Exists)
        {
            // The stream begins with this commit, and so does its key.
            var first = prepared.Key ?? StreamKey.Make();
            head.WrappedKey = first.Wrapped(master, prepared.Stream);
            return head.Key = first;
        }

        if (head.WrappedKey is null)
        {
            throw new StreamErasedException($"{prepared.Stream} has been erased; nothing can be added to it.");
        }

        if (!keys.TryGet(prepared.Stream, out var key))
        {
            key = master.Unwrap(prepared.Stream.Value, head.WrappedKey);
            keys.Put(prepared.Stream, key);
        }

        return head.Key = key;
    }

    private void Advance(StreamHead head, PreparedCommit prepared)
    {
        var commit = prepared.Commit;
        for (var index = 0; index < commit.Events.Count; index++)
        {
            var happened = commit.Events[index];
            var version = commit.ExpectedVersion + 1 + index;
            var at = Microseconds.Of(happened.At);
            head.Hash = EventHash.Compute(
                head.Hash, commit.Stream.Value, version, happened.Type, happened.Schema, at, happened.Actor.Value, happened.Cause, happened.Exercise, prepared.Bodies[index]);
            Events.Add(new(commit.Stream, version, happened, at, prepared.Bodies[index], head.Hash));
        }

        head.Version = prepared.Version;
        head.Changed |= prepared.NeedsKey;
    }

    private void TakeIn(PreparedCommit prepared)
    {
        var commit = prepared.Commit;
        foreach (var id in commit.Done)
        {
            facts.Messages[id] = null;
        }

        foreach (var message in prepared.Arm)
        {
            facts.Messages[message.Id] = new(message.Key, message);
            _armed.Add(message);
        }

        foreach (var key in commit.CloseKeys)
        {
            facts.KeysClosed[key] = true;
        }

        foreach (var operation in commit.Operations)
        {
            facts.Operations[(commit.Stream, operation.Id)] = operation;
        }

        foreach (var claim in commit.Releases)
        {
            if (facts.Owners[claim] == commit.Stream)
            {
                facts.Owners[claim] = null;
            }
        }

        foreach (var claim in commit.Claims)
        {
            facts.Owners[claim] = commit.Stream;
        }

        foreach (var row in prepared.Rows)
        {
            Rows[(row.Table.Name, row.Id)] = (row, commit.Stream, prepared.Version);
        }
    }
}
