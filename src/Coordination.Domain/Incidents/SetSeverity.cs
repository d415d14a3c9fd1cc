using Coordination.Contracts.Incidents;
using Coordination.Domain.Journal;

namespace Coordination.Domain.Incidents;

/// <summary>How bad it is, by human judgement.</summary>
public sealed record SetSeverity(Severity Severity) : IncidentCommand
{
    public override Decision<IncidentEvent> Decide(Incident state, Context context)
        => Cannot(state, context, "severity") is { } refusal ? refusal
            : state.Severity == Severity ? Decision<IncidentEvent>.Nothing
            : new SeverityChanged(Severity);
}
