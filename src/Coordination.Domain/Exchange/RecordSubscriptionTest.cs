using Coordination.Domain.Journal;

namespace Coordination.Domain.Exchange;

/// <summary>What came of a test.</summary>
public sealed record RecordSubscriptionTest(WebhookResult Result) : SubscriptionCommand
{
    public override Decision<SubscriptionEvent> Decide(Subscription state, Context context)
        => state.Exists ? new SubscriptionTested(Result.Arrived, Result.Status, Result.Error) : SubscriptionRefusals.Unknown;
}
