using Coordination.Domain.Journal;

namespace Coordination.Domain.Exchange;

/// <summary>Ends it for good; what waits is not sent.</summary>
public sealed record EndSubscription : SubscriptionCommand
{
    public override Decision<SubscriptionEvent> Decide(Subscription state, Context context)
        => state.Exists ? new SubscriptionEnded() : state.Ended ? Decision<SubscriptionEvent>.Nothing : SubscriptionRefusals.Unknown;
}
