using Coordination.Contracts.Access;
using Coordination.Contracts.Institutions;
using Coordination.Domain.Journal;

namespace Coordination.Domain.Incidents;

/// <summary>From now on nobody is told any more; what was seen was seen.</summary>
/// <param name="Own">The institution of who withdraws it; null for someone of the CERT.</param>
public sealed record WithdrawConsent(int Number, string Reason, InstitutionId? Own) : IncidentCommand
{
    public override Decision<IncidentEvent> Decide(Incident state, Context context)
        => !state.Exists ? IncidentRefusals.Unknown
            : context.Actor.AsPerson is null ? IncidentRefusals.NotPerson
            : Consents.Find(state, Number, Own) is not { } consent ? ConsentRefusals.Unknown
            : consent.State == ConsentState.Withdrawn ? Decision<IncidentEvent>.Nothing
            // A decision is taken back by those who make them, not by whom it concerns.
            : consent.State != ConsentState.Granted && (consent.State != ConsentState.Decided || Own is not null) ? ConsentRefusals.NotGranted
            : Texts.Refuse("reason", Reason, 2_000, ConsentRefusals.ReasonMissing) is { } refusal ? refusal
            : new ConsentWithdrawn(Number, Reason.Trim());
}
