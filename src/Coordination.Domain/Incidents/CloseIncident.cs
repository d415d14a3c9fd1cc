using Coordination.Domain.Journal;

namespace Coordination.Domain.Incidents;

/// <summary>Ends the work, with a reason. It can be undone.</summary>
public sealed record CloseIncident(string Reason) : IncidentCommand
{
    public override Decision<IncidentEvent> Decide(Incident state, Context context)
        => (Cannot(state, context, "status") ?? Texts.RefuseReason(Reason)) is { } refusal ? refusal
            : new IncidentClosed(Reason.Trim());
}
