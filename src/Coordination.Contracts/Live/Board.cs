using Coordination.Contracts.Escalation;
using Coordination.Contracts.Incidents;

namespace Coordination.Contracts.Live;

/// <summary>The whole board, as a console reads it after joining and after every gap.</summary>
/// <param name="Now">The server's time, to correct the console's clock.</param>
public sealed record BoardView(DateTimeOffset Now, IReadOnlyList<IncidentSummary> Incidents, IReadOnlyList<EscalationView> Escalations, BoardCounts Counts, BoardHealth Health);

/// <summary>What is too many to send and is counted instead.</summary>
public sealed record BoardCounts(int Open, int Critical, int High, int Medium, int Low, int Unattributed, int ParkedDeliveries, int ParkedMessages, int Alarms)
{
    /// <summary>Requests to and from partners whose answer is late.</summary>
    public int RequestsOverdue { get; init; }

    /// <summary>Requests to and from partners whose answer will be late soon.</summary>
    public int RequestsDueSoon { get; init; }
}

/// <summary>What has changed on the board within about 100 ms; of each part only the newest version.</summary>
public sealed record BoardChange
{
    public required DateTimeOffset Now { get; init; }
    public IReadOnlyList<IncidentSummary> Incidents { get; init; } = [];
    public IReadOnlyList<EscalationView> Escalations { get; init; } = [];
    public BoardCounts? Counts { get; init; }

    /// <summary>How the system is, where that has changed.</summary>
    public BoardHealth? Health { get; init; }
}

/// <summary>What the hub calls on a console. A push is a hint, a read is the truth.</summary>
public interface ILiveClient
{
    /// <summary>Lines of the board changed.</summary>
    Task Rows(BoardChange change);

    /// <summary>A watched thing has a new version: read it again.</summary>
    Task Changed(string stream, long version);

    /// <summary>The viewer no longer sees this thing.</summary>
    Task Gone(string stream, long version);

    /// <summary>The console fell behind: read everything again.</summary>
    Task Reload();
}

/// <summary>Names that console and hub must agree on.</summary>
public static class LiveHub
{
    public const string Path = "/live";
    public const string JoinBoard = "JoinBoard";
    public const string LeaveBoard = "LeaveBoard";
    public const string Watch = "Watch";
    public const string Unwatch = "Unwatch";
}
