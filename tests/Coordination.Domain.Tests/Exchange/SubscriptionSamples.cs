using Coordination.Contracts.Exchange;
using Coordination.Domain.Exchange;
using static Coordination.Domain.Tests.Samples;

namespace Coordination.Domain.Tests.Exchange;

/// <summary>Who subscribes, and what they are told.</summary>
internal static class SubscriptionSamples
{
    public static readonly SubscriptionFacts Watch = new("Ticket system", "https://hooks.lighthouse.example/in", [PublicEvents.IncidentOpened, PublicEvents.AdvisoryPublished], "severity:>=high");
    public static readonly PublicHappening Heard = new(SubscriptionId.Of("s1"), PublicEvents.IncidentOpened, "incident/i1", Noon);

    public static IReadOnlyList<object> Events { get; } =
    [
        new Subscribed(new(SubscriberKind.Partner, Partner: Lighthouse), Watch, "sealed"),
        new SubscriptionChanged(Watch),
        new SubscriptionPaused("They move"),
        new SubscriptionResumed(),
        new SubscriptionSecretRotated("sealed-2", [new("sealed", Noon.AddDays(1))]),
        new SubscriptionFailing(WebhookId.Of("msg_1")),
        new SubscriptionRecovered(),
        new SubscriptionTested(false, 500, "The endpoint answers 500."),
        new SubscriptionEnded(),
        new WebhookArmed(Heard),
        new WebhookSent(2, 204, true),
        new WebhookFailed(1, 503, "The endpoint answers 503.", Noon.AddSeconds(15)),
        new WebhookParked(6, 410, "The endpoint answers 410: it is gone for good.", true),
        new WebhookWithheld(1, "The subscriber may not see it any more."),
        new WebhookReplayed(),
        new FollowingBegun("41"),
        new FollowerAdvanced("42", [new(WebhookId.Of("msg_1"), Heard)]),
    ];

    public static IReadOnlyList<object> Commands { get; } =
    [
        new Subscribe(new(SubscriberKind.Institution, Institution: Harbour), Watch, "sealed"),
        new ChangeSubscription(Watch),
        new PauseSubscription("They move"),
        new ResumeSubscription(),
        new RotateSubscriptionSecret("sealed-2", TimeSpan.FromHours(24)),
        new RecordGivenUp(WebhookId.Of("msg_1"), true),
        new RecordArrived(),
        new RecordSubscriptionTest(new(false, 500, "The endpoint answers 500.")),
        new EndSubscription(),
        new ArmWebhook(Heard),
        new RecordWebhookAttempt(1, new(false, 410, "The endpoint answers 410: it is gone for good.", true, true, true), true),
        new ReplayWebhook(),
        new BeginFollowing("41"),
        new AdvanceFollower("41", "42", [new(WebhookId.Of("msg_1"), Heard)]),
    ];
}
