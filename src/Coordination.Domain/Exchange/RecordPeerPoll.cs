using Coordination.Domain.Journal;

namespace Coordination.Domain.Exchange;

/// <summary>A step of a poll is over; it answers the message that asked for it. Of a poll that was given up nothing is recorded: what it took is known by itself.</summary>
public sealed record RecordPeerPoll(long Key, PeerPolled? Step) : PeerCommand
{
    public override Decision<PeerEvent> Decide(Peer state, Context context)
        => state.PollKey != Key || Step is null || (Step.Collection is { } collection && collection != state.InTurn) ? Decision<PeerEvent>.Nothing : Step;
}
