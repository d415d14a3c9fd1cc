using Coordination.Domain.Journal;

namespace Coordination.Domain.Exchange;

/// <summary>Objects leave: written before they do. What is not there any more does not leave.</summary>
public sealed record TakeObjects(IReadOnlyList<long> Numbers, string Way) : CollectionCommand
{
    public override Decision<CollectionEvent> Decide(Collection state, Context context)
        => Numbers.Where(number => state.Entries.TryGetValue(number, out var entry) && entry.TakenAt is null).Distinct().ToArray() is { Length: > 0 } left
            ? new ObjectsTaken(left, Way)
            : Decision<CollectionEvent>.Nothing;
}
