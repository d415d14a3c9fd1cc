using Coordination.Contracts.Escalation;
using Coordination.Contracts.Incidents;

namespace Coordination.Console.Board;

/// <summary>One line of the board: the parts of one incident, each with its own version. A change makes a new line.</summary>
internal sealed record BoardLine(IncidentSummary Incident, EscalationView? Escalation)
{
    public IncidentId Id => Incident.Id;

    public bool Open => Incident.Status != IncidentStatus.Closed;

    /// <summary>When the escalation will do something next; null when nothing is counting down.</summary>
    public DateTimeOffset? Due => Escalation is { Status: EscalationStatus.Running, NextAt: { } next } ? next : null;

    /// <summary>An escalation ran out of steps and nobody has taken the alarm.</summary>
    public bool Alarm => Escalation is { Alarm: true };
}
