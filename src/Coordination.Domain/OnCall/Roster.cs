using System.Text.Json.Serialization;
using Coordination.Contracts;
using Coordination.Contracts.Access;
using Coordination.Contracts.OnCall;
using Coordination.Domain.Access;
using Coordination.Domain.Journal;
using NodaTime;

namespace Coordination.Domain.OnCall;

[JsonDerivedType(typeof(RosterSet), "roster-set")]
public abstract record RosterEvent;

public sealed record RosterSet(RosterRequest Roster) : RosterEvent;

/// <summary>A roster as decisions need it.</summary>
public sealed record Roster(RosterRequest? Settings);

[JsonDerivedType(typeof(SetRoster), "set-roster")]
public abstract record RosterCommand : ICommand<Roster, RosterEvent>
{
    public abstract Decision<RosterEvent> Decide(Roster state, Context context);
}

/// <summary>Makes or changes a roster.</summary>
public sealed record SetRoster(RosterRequest Roster) : RosterCommand
{
    public override Decision<RosterEvent> Decide(Roster state, Context context)
        => Texts.Refuse("name", Roster.Name, 200, RosterRefusals.NameMissing) is { } refusal ? refusal
            : DateTimeZoneProviders.Tzdb.GetZoneOrNull(Roster.Zone) is null ? RosterRefusals.ZoneUnknown
            : Roster.Rotation.Members.Count is 0 or > 100 ? RosterRefusals.MembersInvalid
            : Roster.Rotation.ShiftDays is < 1 or > 28 ? RosterRefusals.ShiftInvalid
            : Roster.Rotation.Start.Year is < 2000 or > 2200 ? RosterRefusals.StartInvalid
            : Roster.Overrides.Any(one => one.Until <= one.From) ? RosterRefusals.OverrideInvalid
            : Roster.Rotation.Members.Concat(Roster.Overrides.Select(one => one.Person)).Any(person => context.Lookups.Find(new PersonById(person)) is null) ? PersonRefusals.Unknown
            : new RosterSet(Roster);
}

public static class RosterRefusals
{
    public static readonly Refusal NameMissing = new(RefusalKind.Invalid, "roster.name-missing", "Give the roster a name.", "name");
    public static readonly Refusal ZoneUnknown = new(RefusalKind.Invalid, "roster.zone-unknown", "The zone is an IANA time zone, for example Europe/Brussels.", "zone");
    public static readonly Refusal MembersInvalid = new(RefusalKind.Invalid, "roster.members-invalid", "A rotation has 1 to 100 members.", "rotation/members");
    public static readonly Refusal ShiftInvalid = new(RefusalKind.Invalid, "roster.shift-invalid", "A shift has 1 to 28 days.", "rotation/shiftDays");
    public static readonly Refusal StartInvalid = new(RefusalKind.Invalid, "roster.start-invalid", "The rotation starts between the years 2000 and 2200.", "rotation/start");
    public static readonly Refusal OverrideInvalid = new(RefusalKind.Invalid, "roster.override-invalid", "An override ends after it begins.", "overrides");
    public static readonly Refusal Unknown = new(RefusalKind.Unknown, "roster.unknown", "There is no such roster.");
}

/// <summary>Rosters: who is on call.</summary>
public sealed class RosterKind : Kind<Roster, RosterCommand, RosterEvent>
{
    public static readonly RosterKind Instance = new();

    public static readonly RowTable<RosterRequest> Table = new("roster_row", [RowTable<RosterRequest>.Text("name", row => row.Name)]);

    public override string Name => "roster";

    public override Roster Empty { get; } = new((RosterRequest?)null);

    public override Roster Apply(Roster state, Recorded<RosterEvent> recorded) => recorded.Event is RosterSet set ? new(set.Roster) : state;

    public override IEnumerable<RowChange> Rows(StreamId stream, Roster before, Recorded<RosterEvent> recorded, Roster after)
        => [Table.Put(stream.Key, after.Settings!)];

    public override IEnumerable<Lookup> Needs(Roster state, RosterCommand command) => command is SetRoster set
        ? set.Roster.Rotation.Members.Concat(set.Roster.Overrides.Select(one => one.Person)).Distinct().Select(person => new PersonById(person))
        : [];
}

/// <summary>Who is on call at a moment, and until when.</summary>
public sealed record OnCallNow(PersonId Person, DateTimeOffset Until);

/// <summary>Works out shifts in the roster's own zone, so that a hand-over at nine stays at nine when the clocks change.</summary>
public static class WhoIsOnCall
{
    /// <summary>Null before the rotation starts, unless an override holds.</summary>
    public static OnCallNow? At(RosterRequest roster, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(roster);
        if (roster.Overrides.LastOrDefault(one => one.From <= now && now < one.Until) is { } standIn)
        {
            return new(standIn.Person, standIn.Until);
        }

        var zone = DateTimeZoneProviders.Tzdb[roster.Zone];
        var start = LocalDateTime.FromDateTime(DateTime.SpecifyKind(roster.Rotation.Start, DateTimeKind.Unspecified));
        var local = Instant.FromDateTimeOffset(now).InZone(zone).LocalDateTime;
        // The shift's number by local calendar days; the time of day decides whether today's hand-over is still to come.
        var days = Period.DaysBetween(start.Date, local.Date) - (local.TimeOfDay < start.TimeOfDay ? 1 : 0);
        if (days < 0)
        {
            return null;
        }

        var shift = days / roster.Rotation.ShiftDays;
        var until = zone.AtLeniently(start.PlusDays((shift + 1) * roster.Rotation.ShiftDays)).ToDateTimeOffset();
        var next = roster.Overrides.Where(one => one.From > now && one.From < until).Select(one => one.From).DefaultIfEmpty(until).Min();
        return new(roster.Rotation.Members[shift % roster.Rotation.Members.Count], next.ToUniversalTime());
    }
}
