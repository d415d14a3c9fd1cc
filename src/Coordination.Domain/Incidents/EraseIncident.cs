using Coordination.Contracts.Incidents;
using Coordination.Domain.Journal;

namespace Coordination.Domain.Incidents;

/// <summary>Erases a closed incident and all that belongs to it, for good. That it was erased, by whom and why remains.</summary>
/// <param name="Rule">The retention rule by which it is due.</param>
/// <param name="Again">It had been erased before an older backup was restored: what was decided then holds, whatever the backup says of its state.</param>
public sealed record EraseIncident(string Reason, string? Rule = null, bool Again = false) : IncidentCommand
{
    public override Decision<IncidentEvent> Decide(Incident state, Context context)
        => Refuse(state, Again) is { } cannot ? cannot
            : Texts.RefuseReason(Reason) is { } refusal ? refusal
            : new IncidentErasing(Reason.Trim(), Rule);

    private static Contracts.Refusal? Refuse(Incident state, bool again)
        => !state.Exists ? IncidentRefusals.Unknown : again ? null : RefuseFor(state.Held, state.Status);

    /// <summary>Why an incident that there is cannot be erased now.</summary>
    public static Contracts.Refusal? RefuseFor(bool held, IncidentStatus status)
        => held ? IncidentRefusals.HeldBack : status != IncidentStatus.Closed ? IncidentRefusals.EraseOpen : null;
}
