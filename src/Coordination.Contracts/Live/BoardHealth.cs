namespace Coordination.Contracts.Live;

/// <summary>What the system says of itself, as the process sees it that answers.</summary>
/// <param name="OldestOverdueSeconds">How late the oldest due message of the outbox is.</param>
/// <param name="LastSweepAt">When a sweep of the outbox last finished in this process.</param>
public sealed record BoardHealth(double OldestOverdueSeconds, DateTimeOffset? LastSweepAt)
{
    /// <summary>Messages that are due and not done.</summary>
    public long Overdue { get; init; }

    /// <summary>The database's clock less this process's machine's, in seconds.</summary>
    public double ClockOffsetSeconds { get; init; }

    /// <summary>What is wrong, the most urgent first; empty when nothing is.</summary>
    public IReadOnlyList<HealthAlarm> Alarms { get; init; } = [];
}

/// <summary>Something that people must know of the system itself.</summary>
/// <param name="Code">Stable, for programs: see <see cref="HealthCodes"/>.</param>
/// <param name="Detail">What is wrong and what to do, for people.</param>
/// <param name="Urgent">People may be told late, or not at all, while it lasts.</param>
public sealed record HealthAlarm(string Code, string Detail, bool Urgent);

/// <summary>The codes of what can be wrong, on the board and in the answer of <c>/health/ready</c>.</summary>
public static class HealthCodes
{
    /// <summary>The process has not begun to follow the journal yet.</summary>
    public const string Starting = "process.starting";

    /// <summary>The process has been told to stop.</summary>
    public const string Stopping = "process.stopping";

    /// <summary>The database does not answer.</summary>
    public const string DatabaseSilent = "database.silent";

    /// <summary>No sweep of the outbox has finished in this process for ten seconds.</summary>
    public const string SweepStopped = "sweep.stopped";

    /// <summary>A message is more than ten seconds late.</summary>
    public const string OutboxOverdue = "outbox.overdue";

    /// <summary>Messages were taken out of service, for people to look at.</summary>
    public const string OutboxParked = "outbox.parked";

    /// <summary>Very many attempts to get in were refused within a few minutes.</summary>
    public const string Guessing = "access.guessing";

    /// <summary>The machine's clock is more than two seconds off the database's.</summary>
    public const string ClockOff = "clock.off";
}
