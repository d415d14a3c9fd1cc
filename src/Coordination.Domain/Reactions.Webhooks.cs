using Coordination.Contracts.Exchange;
using Coordination.Domain.Exchange;
using Coordination.Domain.Journal;

namespace Coordination.Domain;

/// <content>Events that go out to subscribers.</content>
public static partial class Reactions
{
    /// <summary>What was read of the journal is on its way in the same commit.</summary>
    public static Effects OfFollower(IReadOnlyList<Recorded<FollowerEvent>> events)
        => new() { Arm = [.. events.Select(recorded => recorded.Event).OfType<FollowerAdvanced>().SelectMany(e => e.Webhooks).Select(one => To(WebhookKind.Stream(one.Id), (WebhookCommand)new ArmWebhook(one.What), Priority.HandOff))] };

    /// <summary>A webhook goes to who sends; one that failed goes again later; what was given up, and what arrives after that, is told to the subscription.</summary>
    public static Effects OfWebhook(StreamId stream, IReadOnlyList<Recorded<WebhookEvent>> events, Webhook after)
    {
        var arm = new List<Armed>();
        var (id, subscription) = (WebhookId.Of(stream.Key), SubscriptionKind.Stream(after.What!.Subscription));
        foreach (var recorded in events)
        {
            switch (recorded.Event)
            {
                case WebhookArmed:
                    arm.Add(Send(id, 1));
                    break;
                case WebhookReplayed:
                    arm.Add(Send(id, after.Tries + 1));
                    break;
                case WebhookFailed failed:
                    arm.Add(Send(id, failed.Attempt + 1, failed.RetryAt));
                    break;
                case WebhookParked parked:
                    arm.Add(To(subscription, (SubscriptionCommand)new RecordGivenUp(id, parked.Gone), Priority.HandOff));
                    break;
                case WebhookSent { Recovered: true }:
                    arm.Add(To(subscription, (SubscriptionCommand)new RecordArrived(), Priority.HandOff));
                    break;
            }
        }

        return new() { Arm = arm };
    }

    private static Armed Send(WebhookId id, int attempt, DateTimeOffset? due = null) => To(new StreamId("hook", id.Value), new WebhookOrder(id, attempt), Priority.Bulk, due);
}
