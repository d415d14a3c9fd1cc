using System.Collections.Immutable;
using System.Text.Json.Serialization;
using Coordination.Contracts.Institutions;
using Coordination.Contracts.Notification;
using Coordination.Domain.Escalation;
using Coordination.Domain.Journal;

namespace Coordination.Domain.Notification;

/// <summary>All that can happen to a notification: what one party must know about one thing.</summary>
[JsonDerivedType(typeof(NotificationQueued), "notification-queued")]
[JsonDerivedType(typeof(DeliverySent), "delivery-sent")]
[JsonDerivedType(typeof(DeliveryFailed), "delivery-failed")]
[JsonDerivedType(typeof(DeliveryParked), "delivery-parked")]
[JsonDerivedType(typeof(DeliveryRetried), "delivery-retried")]
[JsonDerivedType(typeof(DeliveriesWithdrawn), "deliveries-withdrawn")]
[JsonDerivedType(typeof(NotificationAcknowledged), "notification-acknowledged")]
public abstract record NotificationEvent;

/// <param name="Party">Who, with the addresses as they were known then: one delivery each.</param>
/// <param name="Key">Closed when the reason for telling has gone; null when nothing takes it back.</param>
public sealed record NotificationQueued(Subject Subject, Party Party, string? Key, string Reason) : NotificationEvent;

/// <param name="Late">The attempt had begun when the notification was withdrawn, and arrived all the same.</param>
public sealed record DeliverySent(int Delivery, int Attempt, bool Late = false) : NotificationEvent;

public sealed record DeliveryFailed(int Delivery, int Attempt, string Error, DateTimeOffset RetryAt) : NotificationEvent;

/// <summary>The last try failed, or trying again cannot help: people must look.</summary>
public sealed record DeliveryParked(int Delivery, int Attempt, string Error) : NotificationEvent;

/// <summary>Someone had a parked delivery tried again.</summary>
public sealed record DeliveryRetried(int Delivery) : NotificationEvent;

/// <summary>No longer needed: what had not been sent is not sent.</summary>
public sealed record DeliveriesWithdrawn(IReadOnlyList<int> Deliveries) : NotificationEvent;

/// <summary>The party has said that it knows.</summary>
public sealed record NotificationAcknowledged : NotificationEvent;

/// <summary>A notification as decisions need it.</summary>
public sealed record Notification
{
    public static readonly Notification Empty = new();

    public Subject? Subject { get; init; }
    public Party? Party { get; init; }
    public string? Key { get; init; }
    public string Reason { get; init; } = "";
    public DateTimeOffset At { get; init; }
    public DateTimeOffset? AcknowledgedAt { get; init; }
    public ImmutableArray<Delivery> Deliveries { get; init; } = [];

    public Notification Apply(Recorded<NotificationEvent> recorded) => recorded.Event switch
    {
        NotificationQueued e => new()
        {
            Subject = e.Subject,
            Party = e.Party,
            Key = e.Key,
            Reason = e.Reason,
            At = recorded.At,
            Deliveries = [.. e.Party.Contacts.Select((contact, index) => new Delivery(index + 1, contact, e.Subject.Exercise ? DeliveryStatus.NotSent : DeliveryStatus.Queued, 0))],
        },
        DeliverySent e => Change(e.Delivery, one => one with { Status = DeliveryStatus.Sent, Attempts = e.Attempt, LastError = null, SentAt = recorded.At, NextAttemptAt = null, Late = e.Late }),
        DeliveryFailed e => Change(e.Delivery, one => one with { Attempts = e.Attempt, LastError = e.Error, NextAttemptAt = e.RetryAt }),
        DeliveryParked e => Change(e.Delivery, one => one with { Status = DeliveryStatus.Parked, Attempts = e.Attempt, LastError = e.Error, NextAttemptAt = null }),
        DeliveryRetried e => Change(e.Delivery, one => one with { Status = DeliveryStatus.Queued, FirstAttemptOfRun = one.Attempts + 1 }),
        DeliveriesWithdrawn e => this with { Deliveries = [.. Deliveries.Select(one => e.Deliveries.Contains(one.Number) ? one with { Status = DeliveryStatus.Withdrawn, NextAttemptAt = null } : one)] },
        NotificationAcknowledged => this with { AcknowledgedAt = recorded.At },
        _ => this,
    };

    public Delivery? Find(int number) => Deliveries.FirstOrDefault(one => one.Number == number);

    private Notification Change(int number, Func<Delivery, Delivery> change)
        => this with { Deliveries = [.. Deliveries.Select(one => one.Number == number ? change(one) : one)] };
}

/// <summary>One message to one contact by one channel.</summary>
/// <param name="FirstAttemptOfRun">Where the pauses begin anew after someone had it tried again.</param>
public sealed record Delivery(int Number, Contact Contact, DeliveryStatus Status, int Attempts, string? LastError = null, DateTimeOffset? SentAt = null, DateTimeOffset? NextAttemptAt = null, bool Late = false, int FirstAttemptOfRun = 1);
