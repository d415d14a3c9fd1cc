using Coordination.Console.Board;
using Coordination.Contracts;
using Coordination.Contracts.Access;
using Coordination.Contracts.Escalation;
using Coordination.Contracts.Incidents;
using Coordination.Contracts.Institutions;
using Coordination.Contracts.Live;

namespace Coordination.Console.Tests;

/// <summary>Things to test with.</summary>
internal static class Make
{
    public static readonly DateTimeOffset Noon = new(2026, 3, 2, 12, 0, 0, TimeSpan.Zero);
    public static readonly PersonRef Ada = new(PersonId.Of("ada"), "Ada Virtanen");
    public static readonly InstitutionRef Lighthouses = new(InstitutionId.Of("als"), "Agency for Lighthouse Safety", "ALS");
    public static readonly BoardCounts Counts = new(1, 0, 0, 1, 0, 0, 0, 0, 0);

    public static IncidentSummary Incident(string id = "a", long version = 1, Severity severity = Severity.Medium, string title = "Phishing page") => new()
    {
        Id = IncidentId.Of(id),
        Number = "2026-" + id,
        Version = version,
        Title = title,
        Status = IncidentStatus.New,
        Severity = severity,
        Tlp = Tlp.Amber,
        Classification = "phishing",
        Institutions = [Lighthouses],
        OpenedAt = Noon.AddHours(-3),
        UpdatedAt = Noon.AddHours(-1),
    };

    public static EscalationView Run(string incident = "a", string run = "run1", long version = 1, DateTimeOffset? startedAt = null, DateTimeOffset? nextAt = null) => new()
    {
        Id = $"escalation/{run}",
        Version = version,
        Subject = $"incident/{incident}",
        Status = EscalationStatus.Running,
        Policy = "Critical",
        Round = 1,
        Rounds = 1,
        Step = 0,
        Steps = 2,
        StartedAt = startedAt ?? Noon,
        NextAt = nextAt,
    };

    public static BoardLine Line(IncidentSummary incident, EscalationView? run = null) => new(incident, run);

    public static BoardView Board(IReadOnlyList<IncidentSummary> incidents, IReadOnlyList<EscalationView>? runs = null)
        => new(Noon, incidents, runs ?? [], Counts, new BoardHealth(0, null));

    public static BoardChange Change(params IncidentSummary[] incidents) => new() { Now = Noon, Incidents = incidents };
}
