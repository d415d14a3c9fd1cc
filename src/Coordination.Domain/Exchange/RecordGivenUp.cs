using System.Globalization;
using Coordination.Contracts.Exchange;
using Coordination.Domain.Journal;

namespace Coordination.Domain.Exchange;

/// <summary>A delivery was given up. Where the receiver says that it is gone, or nothing has arrived for days, the subscription pauses itself and says why.</summary>
/// <param name="Gone">The receiver answered 410.</param>
public sealed record RecordGivenUp(WebhookId Webhook, bool Gone) : SubscriptionCommand
{
    /// <summary>Whoever is away for longer than a long weekend must say when they are back.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromDays(3);

    public override Decision<SubscriptionEvent> Decide(Subscription state, Context context)
        => !state.Exists || state.PausedBecause is not null ? Decision<SubscriptionEvent>.Nothing
            : Gone ? new SubscriptionPaused("The receiver answered 410: it is gone for good. Give another address, then resume.")
            : state.FailingSince is not { } since ? new SubscriptionFailing(Webhook)
            : context.Now - since >= Patience
                ? new SubscriptionPaused(string.Create(CultureInfo.InvariantCulture, $"Nothing has arrived since {since.UtcDateTime:yyyy-MM-dd HH:mm} UTC. Mend the receiver, then resume and send again what was given up."))
            : Decision<SubscriptionEvent>.Nothing;
}
