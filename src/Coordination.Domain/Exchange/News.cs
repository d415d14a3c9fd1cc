using System.Globalization;
using Coordination.Domain.Journal;

namespace Coordination.Domain.Exchange;

/// <summary>Something happened to a thing, under the name that subscribers have for it.</summary>
public sealed record Happened(string Event, StreamId Stream, long Version, DateTimeOffset At);

/// <summary>What a subscriber hears of it.</summary>
/// <param name="Which">Which of its kind it is there: whatever is named alike is one event, whenever it is looked at.</param>
/// <param name="Message">The message that it tells of.</param>
public sealed record News(string Event, string Which, DateTimeOffset At, int? Message = null)
{
    /// <summary>Just that: each time is an event.</summary>
    public static News Of(Happened what)
    {
        ArgumentNullException.ThrowIfNull(what);
        return new(what.Event, what.Version.ToString(CultureInfo.InvariantCulture), what.At);
    }
}
