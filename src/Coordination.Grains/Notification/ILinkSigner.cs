using Coordination.Contracts.Notification;

namespace Coordination.Grains.Notification;

/// <summary>Makes the link with which a recipient acknowledges without signing in: signed, for one notification, for a limited time.</summary>
public interface ILinkSigner
{
    /// <summary>An absolute address.</summary>
    /// <param name="due">By when an answer is due, where one is: the link is good for longer than that.</param>
    string AcknowledgeLink(NotificationId notification, DateTimeOffset? due);
}
