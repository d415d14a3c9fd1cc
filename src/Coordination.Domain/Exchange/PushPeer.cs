using Coordination.Domain.Journal;

namespace Coordination.Domain.Exchange;

/// <summary>Brings to the partner what lies ready for it.</summary>
/// <param name="ByHand">Someone asks; otherwise something was laid ready, or the partner was changed.</param>
public sealed record PushPeer(bool ByHand = false) : PeerCommand
{
    public override Decision<PeerEvent> Decide(Peer state, Context context)
        => state.Settings?.PushInto is null ? (ByHand ? (state.Settings is null ? PeerRefusals.Unknown : PeerRefusals.NothingToPush) : Decision<PeerEvent>.Nothing)
            : state.PushKey is null ? new PeerPushAsked(ByHand)
            // What waits for its time is tried at once; what is just being sent is not disturbed.
            : ByHand && state.NextPushAt > context.Now ? new PeerPushAsked(true)
            : state.PushAgain ? Decision<PeerEvent>.Nothing
            : new PeerPushAsked(false);
}
