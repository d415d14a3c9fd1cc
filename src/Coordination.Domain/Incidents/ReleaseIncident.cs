using Coordination.Domain.Journal;

namespace Coordination.Domain.Incidents;

/// <summary>Ends the legal hold. From then on rules apply again.</summary>
public sealed record ReleaseIncident(string Reason) : IncidentCommand
{
    public override Decision<IncidentEvent> Decide(Incident state, Context context)
        => !state.Exists ? IncidentRefusals.Unknown
            : !state.Held ? IncidentRefusals.NotHeld
            : Texts.RefuseReason(Reason) is { } refusal ? refusal
            : new IncidentReleased(Reason.Trim());
}
