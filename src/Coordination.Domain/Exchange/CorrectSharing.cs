using Coordination.Contracts.Incidents;
using Coordination.Domain.Journal;

namespace Coordination.Domain.Exchange;

/// <summary>What has changed since it left goes out; what is no longer said is revoked.</summary>
/// <param name="Indicators">From now on these, which were held against the incident before; null: those that were chosen.</param>
public sealed record CorrectSharing(string Why, IReadOnlyList<SharedIndicator>? Indicators, string? Preview) : SharingCommand
{
    public override Decision<SharingEvent> Decide(Sharing state, Context context)
        => context.Actor.AsPerson is not { } actor ? SharingRefusals.NotPerson
            : state.Terms is not { } terms ? SharingRefusals.Unknown
            : !state.IsOpen ? SharingRefusals.NotOpen
            : Texts.Refuse("why", Why, 2_000, SharingRefusals.ReasonMissing) is { } unreasoned ? unreasoned
            : new SharingDecided(state.Partner, state.Origin, terms with { By = actor, At = context.Now, Why = Why.Trim(), Indicators = Indicators ?? terms.Indicators, Preview = Preview }, Correction: true);
}
