using System.Globalization;

namespace Coordination.Faults;

/// <summary>From which seed a run begins, and how long it is: short in CI, long with <c>tests/run.sh --soak</c>.</summary>
internal static class Seeds
{
    /// <summary><c>COORDINATION_SEED</c>, or 1.</summary>
    public static int First { get; } = int.TryParse(Environment.GetEnvironmentVariable("COORDINATION_SEED"), CultureInfo.InvariantCulture, out var given) ? given : 1;

    public static bool IsSoak { get; } = Environment.GetEnvironmentVariable("COORDINATION_SOAK") is not null;

    /// <summary>A seed for each round.</summary>
    public static IReadOnlyList<int> Rounds(int inCi, int inSoak) => [.. Enumerable.Range(First, IsSoak ? inSoak : inCi)];
}
