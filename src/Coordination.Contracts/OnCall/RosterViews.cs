using Coordination.Contracts.Access;

namespace Coordination.Contracts.OnCall;

/// <summary>People take turns. The first member's first shift begins at <see cref="Start"/>, local time of the roster's zone.</summary>
/// <param name="Members">In the order of their shifts.</param>
/// <param name="Start">Local date and time of the first hand-over, for example <c>2026-01-05T09:00</c>.</param>
/// <param name="ShiftDays">Length of a shift in calendar days (a day with a clock change has 23 or 25 hours), 1 to 28.</param>
public sealed record Rotation(IReadOnlyList<PersonId> Members, DateTime Start, int ShiftDays);

/// <summary>Someone stands in for whoever would be on call.</summary>
public sealed record RosterOverride(PersonId Person, DateTimeOffset From, DateTimeOffset Until);

/// <summary>Who is on call.</summary>
public sealed record RosterView(RosterId Id, long Version, string Name, string Zone, Rotation Rotation, IReadOnlyList<RosterOverride> Overrides, PersonRef? OnCallNow = null, DateTimeOffset? Until = null);

/// <summary>Makes or changes a roster.</summary>
public sealed record RosterRequest
{
    public required string Name { get; init; }

    /// <summary>IANA time zone, for example <c>Europe/Brussels</c>.</summary>
    public required string Zone { get; init; }
    public required Rotation Rotation { get; init; }
    public IReadOnlyList<RosterOverride> Overrides { get; init; } = [];
}
