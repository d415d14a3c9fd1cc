using Coordination.Domain.Journal;

namespace Coordination.Domain.Exchange;

/// <summary>Nothing is sent until someone resumes it.</summary>
public sealed record PauseSubscription(string Reason) : SubscriptionCommand
{
    public override Decision<SubscriptionEvent> Decide(Subscription state, Context context)
        => !state.Exists ? SubscriptionRefusals.Unknown
            : Texts.RefuseReason(Reason) is { } refusal ? refusal
            : state.PausedBecause is not null ? Decision<SubscriptionEvent>.Nothing
            : new SubscriptionPaused(Reason.Trim());
}
