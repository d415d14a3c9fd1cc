using Coordination.Domain.Journal;

namespace Coordination.Domain.Exchange;

/// <summary>Replaces what is subscribed to. For whom it is stays.</summary>
public sealed record ChangeSubscription(SubscriptionFacts Facts) : SubscriptionCommand
{
    public override Decision<SubscriptionEvent> Decide(Subscription state, Context context)
        => !state.Exists ? SubscriptionRefusals.Unknown
            : SubscriptionRules.Refuse(state.For, Facts) is { } refusal ? refusal
            : SubscriptionRules.Same(state.Facts, SubscriptionRules.Kept(Facts)) ? Decision<SubscriptionEvent>.Nothing
            : new SubscriptionChanged(SubscriptionRules.Kept(Facts));
}
