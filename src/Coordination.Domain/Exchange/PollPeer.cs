using Coordination.Domain.Journal;

namespace Coordination.Domain.Exchange;

/// <summary>Polls now.</summary>
public sealed record PollPeer : PeerCommand
{
    /// <summary>A poll of which nothing was heard for so long is given up for a new one.</summary>
    private static readonly TimeSpan MostSilence = TimeSpan.FromMinutes(15);

    public override Decision<PeerEvent> Decide(Peer state, Context context)
        => state.Settings is not { } settings ? PeerRefusals.Unknown
            : settings.Poll.Count == 0 ? PeerRefusals.NothingToPoll
            : state.Polling && context.Now - state.PollStepAt < MostSilence ? Decision<PeerEvent>.Nothing
            : new PeerPollAsked();
}
