using Coordination.Contracts.Escalation;
using Coordination.Contracts.Incidents;

namespace Coordination.Contracts.Live;

/// <summary>
/// One line of the board: the parts of one incident, each with its own version. A change makes a new line, so that two lines
/// are the same only if they are one object; comparing them costs nothing.
/// </summary>
public sealed class BoardLine(IncidentSummary incident, EscalationView? escalation)
{
    public IncidentSummary Incident { get; } = incident;

    /// <summary>The run of a policy that was started last.</summary>
    public EscalationView? Escalation { get; } = escalation;

    public IncidentId Id => Incident.Id;

    public bool Open => Incident.Status != IncidentStatus.Closed;

    /// <summary>When the escalation will do something next; null when nothing is counting down.</summary>
    public DateTimeOffset? Due => Escalation is { Status: EscalationStatus.Running, NextAt: { } next } ? next : null;

    /// <summary>An escalation ran out of steps and nobody has taken the alarm.</summary>
    public bool Alarm => Escalation is { Alarm: true };
}
