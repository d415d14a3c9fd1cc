namespace Coordination.Domain.Notification;

/// <summary>The growing pauses between attempts of a delivery. After the last one it is parked and people are shown it.</summary>
public static class RetryPlan
{
    private static readonly TimeSpan[] Pauses =
    [
        TimeSpan.FromSeconds(15), TimeSpan.FromMinutes(1), TimeSpan.FromMinutes(5), TimeSpan.FromMinutes(30), TimeSpan.FromHours(2),
    ];

    /// <summary>How often a delivery is tried.</summary>
    public static int Attempts => Pauses.Length + 1;

    /// <summary>The pause after an attempt that failed (from 1), or null after the last.</summary>
    public static TimeSpan? PauseAfter(int attempt) => attempt <= Pauses.Length ? Pauses[attempt - 1] : null;
}
