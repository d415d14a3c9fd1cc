namespace Coordination.Storage.Journal;

/// <summary>What is the same for leases on every engine.</summary>
internal static class LeaseRules
{
    /// <summary>The code of a message whose holder died or fell silent with it again and again.</summary>
    public const string KilledItsProcess = "outbox.killed-its-process";

    /// <summary>Pauses between attempts double, from one second up to this.</summary>
    private static readonly TimeSpan LongestPause = TimeSpan.FromMinutes(10);

    /// <summary>How long a message rests that has failed so many times.</summary>
    public static TimeSpan PauseAfter(long failures) => TimeSpan.FromSeconds(Math.Min(LongestPause.TotalSeconds, Math.Pow(2, Math.Min(failures, 30) - 1)));

    /// <summary>What people are told of a message that is parked because of lost leases.</summary>
    public static string LostTooOften(object claims) => $"Its holder died or lost the lease {claims} times. Find out what it does before it is put into service again.";
}
