using Coordination.Contracts.Access;
using Coordination.Contracts.OnCall;
using NodaTime;

namespace Coordination.Domain.OnCall;

/// <summary>Who is on call at a moment, and until when.</summary>
public sealed record OnCallNow(PersonId Person, DateTimeOffset Until);

/// <summary>
/// Works out shifts in the roster's own zone, so that a hand-over at nine stays at nine when the clocks change. A hand-over that falls into the hour
/// that is left out happens as much later; one in the hour that comes twice happens the first time.
/// </summary>
public static class WhoIsOnCall
{
    /// <summary>Null before the rotation starts, unless an override holds. Of overrides that overlap, the one that is listed last holds.</summary>
    public static OnCallNow? At(RosterRequest roster, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(roster);
        for (var index = roster.Overrides.Count - 1; index >= 0; index--)
        {
            if (roster.Overrides[index] is { } standIn && standIn.From <= now && now < standIn.Until)
            {
                return new(standIn.Person, Earliest(roster.Overrides.Skip(index + 1), now, standIn.Until));
            }
        }

        var zone = DateTimeZoneProviders.Tzdb[roster.Zone];
        var start = LocalDateTime.FromDateTime(DateTime.SpecifyKind(roster.Rotation.Start, DateTimeKind.Unspecified));
        var moment = Instant.FromDateTimeOffset(now);
        // A guess by the calendar, at most one too many because of the time of day; the instants of the hand-overs decide.
        var shift = Period.DaysBetween(start.Date, moment.InZone(zone).Date) / roster.Rotation.ShiftDays;
        while (shift >= 0 && HandOver(shift) > moment)
        {
            shift--;
        }

        return shift < 0 || HandOver(0) > moment
            ? null
            : new(
                roster.Rotation.Members[shift % roster.Rotation.Members.Count],
                Earliest(roster.Overrides, now, HandOver(shift + 1).ToDateTimeOffset()));

        Instant HandOver(int number) => zone.AtLeniently(start.PlusDays(number * roster.Rotation.ShiftDays)).ToInstant();
    }

    /// <summary>The end, or the beginning of the first override before it.</summary>
    private static DateTimeOffset Earliest(IEnumerable<RosterOverride> overrides, DateTimeOffset now, DateTimeOffset end)
        => overrides.Where(one => one.From > now && one.From < end).Select(one => one.From).DefaultIfEmpty(end).Min().ToUniversalTime();
}
