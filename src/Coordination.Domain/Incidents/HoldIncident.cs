using Coordination.Domain.Journal;

namespace Coordination.Domain.Incidents;

/// <summary>Keeps the incident, open or closed, from being erased until someone releases it.</summary>
public sealed record HoldIncident(string Reason) : IncidentCommand
{
    public override Decision<IncidentEvent> Decide(Incident state, Context context)
        => !state.Exists ? IncidentRefusals.Unknown
            : Texts.RefuseReason(Reason) is { } refusal ? refusal
            : state.Held ? Decision<IncidentEvent>.Nothing
            : new IncidentHeld(Reason.Trim());
}
