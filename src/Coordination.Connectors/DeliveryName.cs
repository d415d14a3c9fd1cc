using System.Globalization;
using Coordination.Domain.Notification;

namespace Coordination.Connectors;

/// <summary>
/// The name under which a delivery leaves, the same for each attempt, so that a receiver can tell a repetition. Letters of an identifier
/// that mean something in message ids (<c>. @</c>) are written as <c>=</c> and their hexadecimal code, so that no two deliveries share a name.
/// </summary>
internal static class DeliveryName
{
    public static string Of(SendOrder order, char separator)
    {
        var notification = order.Notification.Value.Replace(".", "=2E", StringComparison.Ordinal).Replace("@", "=40", StringComparison.Ordinal);
        return string.Create(CultureInfo.InvariantCulture, $"{notification}{separator}{order.Delivery}");
    }
}
