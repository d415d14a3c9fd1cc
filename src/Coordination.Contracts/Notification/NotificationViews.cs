using Coordination.Contracts.Institutions;

namespace Coordination.Contracts.Notification;

/// <summary>What became of one message to one contact.</summary>
public enum DeliveryStatus
{
    /// <summary>Waiting for its turn or for the next try.</summary>
    Queued,

    /// <summary>The next system has taken it.</summary>
    Sent,

    /// <summary>All tries failed: people must look.</summary>
    Parked,

    /// <summary>Not sent because it was no longer needed.</summary>
    Withdrawn,

    /// <summary>Recorded, but never sent: it is part of an exercise.</summary>
    NotSent,
}

/// <summary>One message of a notification to one contact by one channel.</summary>
public sealed record DeliveryView
{
    public required int Number { get; init; }
    public required Channel Channel { get; init; }
    public required string To { get; init; }
    public required DeliveryStatus Status { get; init; }
    public required int Attempts { get; init; }
    public string? LastError { get; init; }
    public DateTimeOffset? SentAt { get; init; }

    /// <summary>When it is tried again.</summary>
    public DateTimeOffset? NextAttemptAt { get; init; }

    /// <summary>The attempt had begun when it was withdrawn and arrived all the same.</summary>
    public bool Late { get; init; }
}

/// <summary>What one party was told about one thing, and what became of it.</summary>
public sealed record NotificationView
{
    public required NotificationId Id { get; init; }
    public required long Version { get; init; }

    /// <summary>The stream of the thing it is about.</summary>
    public required string Subject { get; init; }

    /// <summary>Who is told: the name of a person, an institution or an address.</summary>
    public required string Party { get; init; }

    /// <summary><c>institution</c>, <c>person</c>, <c>partner</c> or <c>webhook</c>.</summary>
    public required string PartyKind { get; init; }
    public required DateTimeOffset At { get; init; }
    public DateTimeOffset? AcknowledgedAt { get; init; }
    public required IReadOnlyList<DeliveryView> Deliveries { get; init; }
}
