using Coordination.Domain.Journal;

namespace Coordination.Domain.Exchange;

/// <summary>Nothing more leaves. What has left stays with the partner until it is called back: a revocation is final, and an end by its time is no mistake.</summary>
/// <param name="Share">The share of the incident that has ended; 0 for an advisory.</param>
public sealed record EndSharing(string Why, int Share = 0) : SharingCommand
{
    public override Decision<SharingEvent> Decide(Sharing state, Context context)
        => state.Terms is null && Share == 0 ? SharingRefusals.Unknown
            : Share <= state.Ended && Share > 0 ? Decision<SharingEvent>.Nothing
            // By its time: it may have been shared anew since.
            : Share == 0 && context.Actor == Actor.System && state.Terms?.Until > context.Now ? Decision<SharingEvent>.Nothing
            : state.Terms is { } terms && terms.Share > Share ? Decision<SharingEvent>.Nothing
            : Share == 0 && !state.IsOpen ? Decision<SharingEvent>.Nothing
            : Texts.Refuse("why", Why, 2_000, SharingRefusals.ReasonMissing) is { } unreasoned ? unreasoned
            : new SharingEnded(Why.Trim(), Share);
}
