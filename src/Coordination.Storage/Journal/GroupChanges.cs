using Coordination.Domain.Journal;

namespace Coordination.Storage.Journal;

/// <summary>A claim as the group leaves it: who had it before and who has it after; null is nobody.</summary>
internal sealed record ClaimChange(Claim Claim, StreamId? Before, StreamId? After);

/// <summary>
/// What a group changes in the end, for engines that write it in few statements: what was armed and answered, or claimed and given up, inside the group is not in it.
/// Everything is sorted, so that two groups touch what they share in the same order.
/// </summary>
internal sealed class GroupChanges
{
    public GroupChanges(GroupPlan plan, IReadOnlyDictionary<Claim, StreamId?> ownersBefore)
    {
        var heads = plan.Facts.Heads.Where(pair => pair.Value.Changed).OrderBy(pair => pair.Key.Value, StringComparer.Ordinal).ToList();
        NewHeads = [.. heads.Where(pair => !pair.Value.Exists).Select(pair => (pair.Key, pair.Value))];
        MovedHeads = [.. heads.Where(pair => pair.Value.Exists).Select(pair => (pair.Key, pair.Value))];
        var closed = new SortedSet<string>(StringComparer.Ordinal);
        var armedHere = plan.Winners.SelectMany(winner => winner.Commit.Arm).Select(message => message.Id).ToHashSet(StringComparer.Ordinal);
        foreach (var winner in plan.Winners)
        {
            var commit = winner.Commit;
            closed.UnionWith(commit.CloseKeys);
            Done.AddRange(commit.Done.Where(id => !armedHere.Contains(id)));
            Park.AddRange(commit.Park);
            Operations.AddRange(commit.Operations.Select(operation => (commit.Stream, operation)));
            Originals.AddRange(commit.Originals.Select((original, index) => (commit.Stream, original.Id, winner.Originals[index])));
        }

        Done.Sort(StringComparer.Ordinal);
        KeysClosed = [.. closed];
        Claims = [.. plan.Facts.Owners.Where(pair => ownersBefore[pair.Key] != pair.Value).Select(pair => new ClaimChange(pair.Key, ownersBefore[pair.Key], pair.Value))
            .OrderBy(change => change.Claim.Kind, StringComparer.Ordinal).ThenBy(change => change.Claim.Value, StringComparer.Ordinal)];
        Arm = [.. plan.Armed.OrderBy(message => message.Id, StringComparer.Ordinal)];
    }

    public IReadOnlyList<(StreamId Stream, StreamHead Head)> NewHeads { get; }

    public IReadOnlyList<(StreamId Stream, StreamHead Head)> MovedHeads { get; }

    /// <summary>Messages to delete that stand in the database.</summary>
    public List<string> Done { get; } = [];

    public List<ParkOrder> Park { get; } = [];

    public List<(StreamId Stream, OperationRecord Operation)> Operations { get; } = [];

    public List<(StreamId Stream, string Id, byte[] Bytes)> Originals { get; } = [];

    public IReadOnlyList<string> KeysClosed { get; }

    public IReadOnlyList<ClaimChange> Claims { get; }

    public IReadOnlyList<OutboxMessage> Arm { get; }
}
