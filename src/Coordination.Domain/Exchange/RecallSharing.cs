using Coordination.Contracts.Exchange;
using Coordination.Domain.Journal;

namespace Coordination.Domain.Exchange;

/// <summary>Calls back all of it, whether it is still shared or not. That is final for what was sent.</summary>
public sealed record RecallSharing(string Why) : SharingCommand
{
    public override Decision<SharingEvent> Decide(Sharing state, Context context)
        => context.Actor.AsPerson is null ? SharingRefusals.NotPerson
            : state.Terms is null ? SharingRefusals.Unknown
            : state.State == SharingState.Recalled ? Decision<SharingEvent>.Nothing
            : Texts.Refuse("why", Why, 2_000, SharingRefusals.ReasonMissing) is { } unreasoned ? unreasoned
            : new SharingRecalled(Why.Trim());
}
