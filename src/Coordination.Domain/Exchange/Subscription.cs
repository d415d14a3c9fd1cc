using System.Text.Json.Serialization;
using Coordination.Contracts;
using Coordination.Contracts.Exchange;
using Coordination.Domain.Journal;

namespace Coordination.Domain.Exchange;

/// <summary>A subscription as decisions need it; its row is the same.</summary>
/// <param name="By">Who made it, as the journal names them.</param>
/// <param name="FailingSince">When the first delivery was given up since one arrived.</param>
public sealed record Subscription(
    Subscriber For, SubscriptionFacts Facts, string Secret, DateTimeOffset At, string By, string? PausedBecause = null, DateTimeOffset? PausedAt = null, DateTimeOffset? FailingSince = null,
    bool Ended = false)
{
    public static readonly Subscription Empty = new(new(SubscriberKind.Staff), new("", "", []), "", default, "");

    public IReadOnlyList<FormerSecret> Former { get; init; } = [];

    [JsonIgnore]
    public bool Exists => Secret.Length > 0 && !Ended;

    /// <summary>The sealed secrets that sign now, the newest first.</summary>
    public IEnumerable<string> SecretsAt(DateTimeOffset now) => Former.Where(former => former.Until > now).Select(former => former.Secret).Prepend(Secret);
}

[JsonDerivedType(typeof(Subscribe), "subscribe")]
[JsonDerivedType(typeof(ChangeSubscription), "change-subscription")]
[JsonDerivedType(typeof(PauseSubscription), "pause-subscription")]
[JsonDerivedType(typeof(ResumeSubscription), "resume-subscription")]
[JsonDerivedType(typeof(RotateSubscriptionSecret), "rotate-subscription-secret")]
[JsonDerivedType(typeof(RecordGivenUp), "record-given-up")]
[JsonDerivedType(typeof(RecordArrived), "record-arrived")]
[JsonDerivedType(typeof(RecordSubscriptionTest), "record-subscription-test")]
[JsonDerivedType(typeof(EndSubscription), "end-subscription")]
public abstract record SubscriptionCommand : ICommand<Subscription, SubscriptionEvent>
{
    public abstract Decision<SubscriptionEvent> Decide(Subscription state, Context context);
}

public static class SubscriptionRefusals
{
    public static readonly Refusal Unknown = new(RefusalKind.Unknown, "subscription.unknown", "There is no such subscription.");
    public static readonly Refusal Exists = new(RefusalKind.Conflict, "subscription.exists", "This subscription exists already. Change it instead.");
    public static readonly Refusal NameMissing = new(RefusalKind.Invalid, "subscription.name-missing", "Give the subscription a name that says what it is for.", "name");
    public static readonly Refusal AddressInvalid = new(RefusalKind.Invalid, "subscription.address-invalid", "Give an absolute https address of at most 2,000 characters, without a user name.", "address");
    public static readonly Refusal EventsInvalid = new(RefusalKind.Invalid, "subscription.events-invalid", $"Name at least one kind of event, each once: {string.Join(", ", PublicEvents.All)}.", "events");
    public static readonly Refusal EventsBeyond = new(RefusalKind.Invalid, "subscription.events-beyond", "Requests are between the CERT and its partners: an institution hears nothing of them. Leave out what begins with request.", "events");
    public static readonly Refusal FilterRequests = new(
        RefusalKind.Invalid, "subscription.filter-requests", "A request has severity and tlp, and nothing else of the query language. Filter by these, or make one subscription for requests and another for the rest.", "filter");
    public static readonly Refusal FilterBeyond = new(RefusalKind.Invalid, "subscription.filter-beyond", "A partner or institution filters by severity, tlp, status and class, of advisories by severity and tlp: anything else would ask about what it does not see.", "filter");
    public static readonly Refusal ForInvalid = new(RefusalKind.Invalid, "subscription.for-invalid", "Name the partner of a partner's subscription, the institution of an institution's, and neither of a tool of the staff.", "for");
    public static readonly Refusal OverlapInvalid = new(RefusalKind.Invalid, "subscription.overlap-invalid", "The former secret may sign for 0 hours to 30 days.", "overlapHours");
    public static readonly Refusal TooManySecrets = new(RefusalKind.Conflict, "subscription.too-many-secrets", "Several former secrets still sign. Wait until they do not, or rotate with 0 hours, which ends them at once.");
    public static readonly Refusal TooMany = new(RefusalKind.Conflict, "subscription.too-many", "There are 50 subscriptions for this subscriber already. End one first.");
    public static readonly Refusal Paused = new(RefusalKind.Conflict, "subscription.paused", "The subscription is paused. Resume it first.");
}
