using Coordination.Contracts.OnCall;
using Coordination.Domain.OnCall;
using static Coordination.Domain.Tests.Samples;

namespace Coordination.Domain.Tests.OnCall;

/// <summary>A roster.</summary>
internal static class OnCallSamples
{
    public static readonly RosterRequest Roster = new()
    {
        Name = "Duty",
        Zone = "Europe/Brussels",
        Rotation = new([Ada, Bob], new DateTime(2026, 1, 5, 9, 0, 0, DateTimeKind.Unspecified), 7),
        Overrides = [new(Bob, Noon, Noon.AddDays(1))],
    };

    public static IReadOnlyList<object> Events { get; } =
    [
        new RosterSet(Roster),
    ];

    public static IReadOnlyList<object> Commands { get; } =
    [
        new SetRoster(Roster),
    ];
}
