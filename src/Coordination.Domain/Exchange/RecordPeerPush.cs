using Coordination.Domain.Journal;

namespace Coordination.Domain.Exchange;

/// <summary>A step of a push is over; it answers the message that asked for it.</summary>
public sealed record RecordPeerPush(long Key, PeerPushed? Step) : PeerCommand
{
    public override Decision<PeerEvent> Decide(Peer state, Context context) => state.PushKey != Key || Step is null ? Decision<PeerEvent>.Nothing : Step;
}
