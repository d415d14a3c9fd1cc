using System.Collections.Immutable;
using System.Text.Json.Serialization;
using Coordination.Contracts.Exchange;
using Coordination.Domain.Journal;

namespace Coordination.Domain.Exchange;

/// <summary>All that can happen to an event on its way to one subscriber. What it says is not kept: it is made when it is sent, of what may be said then.</summary>
[JsonDerivedType(typeof(WebhookArmed), "webhook-armed")]
[JsonDerivedType(typeof(WebhookSent), "webhook-sent")]
[JsonDerivedType(typeof(WebhookFailed), "webhook-failed")]
[JsonDerivedType(typeof(WebhookParked), "webhook-parked")]
[JsonDerivedType(typeof(WebhookWithheld), "webhook-withheld")]
[JsonDerivedType(typeof(WebhookReplayed), "webhook-replayed")]
public abstract record WebhookEvent;

public sealed record WebhookArmed(PublicHappening What) : WebhookEvent;

/// <param name="Recovered">The subscription had been failing.</param>
public sealed record WebhookSent(int Attempt, int Status, bool Recovered = false) : WebhookEvent;

public sealed record WebhookFailed(int Attempt, int? Status, string Error, DateTimeOffset RetryAt) : WebhookEvent;

/// <summary>The last try failed, or trying again cannot help: people must look.</summary>
public sealed record WebhookParked(int Attempt, int? Status, string Error, bool Gone = false) : WebhookEvent;

/// <summary>When its turn came, the subscriber could no longer see what it is about.</summary>
public sealed record WebhookWithheld(int Attempt, string Why) : WebhookEvent;

/// <summary>Someone had it sent once more.</summary>
public sealed record WebhookReplayed : WebhookEvent;

/// <summary>Something of which a subscriber hears.</summary>
/// <param name="Event">One of <see cref="PublicEvents"/>.</param>
/// <param name="Subject">The stream of what it is about.</param>
/// <param name="At">When it happened.</param>
/// <param name="Message">The number of the message that it tells of; null where it tells of none.</param>
public sealed record PublicHappening(SubscriptionId Subscription, string Event, string Subject, DateTimeOffset At, int? Message = null);

/// <summary>What came of a try.</summary>
/// <param name="Status">What the receiver answered.</param>
/// <param name="Error">Why it did not arrive, in one line for people; no secrets.</param>
/// <param name="Permanent">Trying again cannot help.</param>
/// <param name="Gone">The receiver says that it is gone for good.</param>
/// <param name="Withheld">Nothing was sent: the subscriber may not have it any more.</param>
public sealed record WebhookResult(bool Arrived, int? Status = null, string? Error = null, bool Permanent = false, bool Gone = false, bool Withheld = false);

/// <summary>A try, as who sends gets it.</summary>
public sealed record WebhookOrder(WebhookId Webhook, int Attempt);

/// <summary>A webhook as decisions need it; its row is the same.</summary>
public sealed record Webhook(PublicHappening? What, WebhookStatus Status = WebhookStatus.Queued, DateTimeOffset? NextAttemptAt = null, int Tries = 0, int FirstOfRun = 1)
{
    public static readonly Webhook Empty = new((PublicHappening?)null);

    /// <summary>Only the newest are kept: who has a thing sent again and again knows of the first.</summary>
    private const int MostAttempts = 30;

    public ImmutableArray<WebhookAttempt> Attempts { get; init; } = [];

    public Webhook Apply(Recorded<WebhookEvent> recorded) => recorded.Event switch
    {
        WebhookArmed e => new(e.What),
        WebhookSent e => Tried(new(e.Attempt, recorded.At, e.Status), WebhookStatus.Sent),
        WebhookFailed e => Tried(new(e.Attempt, recorded.At, e.Status, e.Error), WebhookStatus.Queued) with { NextAttemptAt = e.RetryAt },
        WebhookParked e => Tried(new(e.Attempt, recorded.At, e.Status, e.Error), WebhookStatus.Parked),
        WebhookWithheld e => Tried(new(e.Attempt, recorded.At, null, e.Why), WebhookStatus.Withheld),
        WebhookReplayed => this with { Status = WebhookStatus.Queued, FirstOfRun = Tries + 1 },
        _ => this,
    };

    private Webhook Tried(WebhookAttempt attempt, WebhookStatus status)
        => this with { Status = status, Tries = attempt.Number, NextAttemptAt = null, Attempts = (Attempts.Length == MostAttempts ? Attempts.RemoveAt(0) : Attempts).Add(attempt) };
}
