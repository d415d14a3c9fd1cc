using Coordination.Domain.Journal;

namespace Coordination.Domain.Exchange;

/// <summary>Polls now.</summary>
/// <param name="Woken">The partner was changed or resumed: where polls by the clock have stopped, they begin again.</param>
public sealed record PollPeer(bool Woken = false) : PeerCommand
{
    /// <summary>A poll of which nothing was heard for so long is given up for a new one.</summary>
    private static readonly TimeSpan MostSilence = TimeSpan.FromMinutes(15);

    public override Decision<PeerEvent> Decide(Peer state, Context context)
        => Woken && state.Settings is not { EverySeconds: not null, Poll.Count: > 0 } ? Decision<PeerEvent>.Nothing
            // A step may have read before the change how the partner stood, and would stop for good with what it read.
            : Woken && (state.Polling || state.NextPollAt is not null) ? (state.PollAgain ? Decision<PeerEvent>.Nothing : new PeerPollAsked(Again: true))
            : state.Settings is not { } settings ? PeerRefusals.Unknown
            : settings.Poll.Count == 0 ? PeerRefusals.NothingToPoll
            : state.Polling && context.Now - state.PollStepAt < MostSilence ? Decision<PeerEvent>.Nothing
            : new PeerPollAsked();
}
