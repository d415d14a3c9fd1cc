using Coordination.Domain.Journal;

namespace Coordination.Domain.Exchange;

/// <summary>Goes on with it; what happened meanwhile is not sent.</summary>
public sealed record ResumeSubscription : SubscriptionCommand
{
    public override Decision<SubscriptionEvent> Decide(Subscription state, Context context)
        => !state.Exists ? SubscriptionRefusals.Unknown
            : state.PausedBecause is null ? Decision<SubscriptionEvent>.Nothing
            : new SubscriptionResumed();
}
