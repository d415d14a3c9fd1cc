using Coordination.Domain.Journal;

namespace Coordination.Domain.Exchange;

/// <summary>What of a thing has not left yet does not leave any more. What has left cannot be taken back; it is revoked by a newer version.</summary>
/// <param name="Revocations">Also those that say that something holds no longer; whoever has it should hear of that, unless it is said anew.</param>
public sealed record WithdrawObjects(string Origin, string Reason, bool Revocations = true) : CollectionCommand
{
    public override Decision<CollectionEvent> Decide(Collection state, Context context)
        => state.Entries.Where(pair => pair.Value.What.Origin == Origin && pair.Value.TakenAt is null && (Revocations || !pair.Value.What.Revokes)).Select(pair => pair.Key).Order().ToArray() is { Length: > 0 } waiting
            ? new ObjectsWithdrawn(waiting, Reason)
            : Decision<CollectionEvent>.Nothing;
}
