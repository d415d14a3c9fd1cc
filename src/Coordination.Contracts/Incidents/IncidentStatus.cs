namespace Coordination.Contracts.Incidents;

/// <summary>Where the work on an incident stands. Only <see cref="Closed"/> ends it, and that can be undone.</summary>
public enum IncidentStatus
{
    New,
    Triaged,
    InProgress,
    Contained,
    Recovered,
    Closed,
}
