using Coordination.Contracts.Notification;

namespace Coordination.Domain.Notification;

/// <summary>What has become of a notification as a whole: of its deliveries, the one that needs someone most.</summary>
public enum NotificationState
{
    /// <summary>There is no contact to tell the party by.</summary>
    NoContact,

    /// <summary>It belongs to an exercise.</summary>
    NotSent,

    /// <summary>It was no longer needed before anything was sent.</summary>
    Withdrawn,

    /// <summary>It has reached the next system by some channel.</summary>
    Sent,

    /// <summary>The party has said that it knows.</summary>
    Acknowledged,

    /// <summary>Something is still to be sent.</summary>
    Queued,

    /// <summary>Someone must look at a delivery.</summary>
    Parked,
}

/// <summary>Tells the state of a notification.</summary>
public static class NotificationStates
{
    public static NotificationState Of(IReadOnlyList<Delivery> deliveries, bool acknowledged)
    {
        return Any(DeliveryStatus.Parked) ? NotificationState.Parked
            : Any(DeliveryStatus.Queued) ? NotificationState.Queued
            : acknowledged ? NotificationState.Acknowledged
            : Any(DeliveryStatus.Sent) ? NotificationState.Sent
            : Any(DeliveryStatus.Withdrawn) ? NotificationState.Withdrawn
            : Any(DeliveryStatus.NotSent) ? NotificationState.NotSent
            : NotificationState.NoContact;

        bool Any(DeliveryStatus status) => deliveries.Any(one => one.Status == status);
    }
}
