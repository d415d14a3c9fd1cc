using System.Globalization;
using Coordination.Contracts.Exchange;

namespace Coordination.Domain.Exchange;

/// <summary>What a subscriber, who sees a request, hears of what happened to it.</summary>
public static class EnquiryNews
{
    /// <param name="newest">The newest message that the subscriber is shown: the newest of all may be hidden from a partner, and one before it not. The question is told with the request.</param>
    public static News? Of(Happened what, EnquiryMessageRow? newest)
    {
        ArgumentNullException.ThrowIfNull(what);
        return what.Event != PublicEvents.RequestMessage ? News.Of(what)
            : newest is { Number: > 1 } ? new(what.Event, string.Create(CultureInfo.InvariantCulture, $"message {newest.Number}"), newest.At, newest.Number)
            : null;
    }
}
