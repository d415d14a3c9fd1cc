using Coordination.Domain.Journal;

namespace Coordination.Domain.Exchange;

/// <summary>A delivery arrived after others had been given up.</summary>
public sealed record RecordArrived : SubscriptionCommand
{
    public override Decision<SubscriptionEvent> Decide(Subscription state, Context context)
        => state.Exists && state.FailingSince is not null ? new SubscriptionRecovered() : Decision<SubscriptionEvent>.Nothing;
}
