using Coordination.Contracts.Access;
using Coordination.Contracts.Institutions;
using Coordination.Contracts.Partners;

namespace Coordination.Contracts.Exchange;

/// <summary>Who subscribes.</summary>
public enum SubscriberKind
{
    /// <summary>A tool of the CERT itself: it hears of what all who read cases see.</summary>
    Staff,

    /// <summary>A partner: it hears of what was shared with it, and of its requests.</summary>
    Partner,

    /// <summary>An institution: it hears of what concerns it or was shared with it.</summary>
    Institution,
}

/// <summary>For whom a subscription is: it hears only of what they may see, as they see it.</summary>
/// <param name="Partner">Which, where it is one.</param>
/// <param name="Institution">Which, where it is one.</param>
public sealed record Subscriber(SubscriberKind Kind, PartnerId? Partner = null, InstitutionId? Institution = null);

/// <summary>Subscribes to events, or changes a subscription. Lists given replace those there were.</summary>
public sealed record SubscriptionRequest
{
    /// <summary>What it is for, in a few words.</summary>
    public required string Name { get; init; }

    /// <summary>Where events are posted to: an absolute https address.</summary>
    public required string Address { get; init; }

    /// <summary>The kinds of events: see <see cref="PublicEvents"/>.</summary>
    public required IReadOnlyList<string> Events { get; init; }

    /// <summary>A query that what the event is about must match; null: whatever it is. A partner or institution asks by severity, tlp, status and class only; requests are asked for by severity and tlp, whoever subscribes.</summary>
    public string? Filter { get; init; }

    /// <summary>For whom; left out: for who asks. It is not changed later.</summary>
    public Subscriber? For { get; init; }
}

/// <summary>Gives a subscription another secret, which is in the answer, once.</summary>
public sealed record SecretRotation
{
    /// <summary>How long the former secret signs beside it: 0 (it ends at once, with every other) to 720.</summary>
    public double OverlapHours { get; init; } = 24;
}

/// <summary>Stops a subscription. What happens until it is resumed is not sent later.</summary>
public sealed record PauseSubscriptionRequest(string Reason);

/// <summary>A subscription; <see cref="Secret"/> only in the answer that made it.</summary>
public sealed record SubscriptionView
{
    public required SubscriptionId Id { get; init; }
    public required long Version { get; init; }
    public required string Name { get; init; }
    public required Subscriber For { get; init; }

    /// <summary>The name of the partner or institution.</summary>
    public string? ForName { get; init; }
    public required string Address { get; init; }
    public required IReadOnlyList<string> Events { get; init; }
    public string? Filter { get; init; }
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>Who made it; null where it was a machine, or is not for the viewer to know.</summary>
    public PersonRef? CreatedBy { get; init; }

    /// <summary>Why it is paused; null where it is not.</summary>
    public string? PausedBecause { get; init; }
    public DateTimeOffset? PausedAt { get; init; }

    /// <summary>Since when deliveries have been given up without one having arrived; null where the last one arrived.</summary>
    public DateTimeOffset? FailingSince { get; init; }

    /// <summary>When the last of its former secrets stops signing; null where none does any more.</summary>
    public DateTimeOffset? FormerUntil { get; init; }

    /// <summary><c>whsec_</c> and base64, as Standard Webhooks has it.</summary>
    public string? Secret { get; init; }
}

/// <summary>What became of an event for one subscription.</summary>
public enum WebhookStatus
{
    /// <summary>It will be sent, or sent again.</summary>
    Queued,

    /// <summary>The receiver has taken it.</summary>
    Sent,

    /// <summary>It was given up: someone must look, and can have it sent again.</summary>
    Parked,

    /// <summary>It was not sent, for when its turn came the subscriber could no longer see what it is about.</summary>
    Withheld,
}

/// <summary>One try.</summary>
/// <param name="Status">What the receiver answered; null where it answered nothing.</param>
/// <param name="Error">Why it did not arrive; null where it did.</param>
public sealed record WebhookAttempt(int Number, DateTimeOffset At, int? Status = null, string? Error = null);

/// <summary>One event for one subscription, with all tries.</summary>
/// <param name="Id">The <c>webhook-id</c>, and the id of the event: the same in every try.</param>
/// <param name="Event">Its kind.</param>
/// <param name="Subject">What it is about, for example <c>incident/…</c>.</param>
/// <param name="Number">Its readable number; null where the viewer may not see it any more.</param>
/// <param name="HappenedAt">When it happened.</param>
public sealed record WebhookView(
    WebhookId Id, SubscriptionId Subscription, string Event, string Subject, string? Number, DateTimeOffset HappenedAt, WebhookStatus Status, IReadOnlyList<WebhookAttempt> Attempts,
    DateTimeOffset? NextAttemptAt = null);

/// <summary>What came of a test.</summary>
/// <param name="Arrived">The receiver has taken it.</param>
/// <param name="Status">What it answered; null where it answered nothing.</param>
/// <param name="Error">Why it did not arrive.</param>
public sealed record WebhookTest(WebhookId Id, bool Arrived, int? Status = null, string? Error = null);
