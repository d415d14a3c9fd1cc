using Coordination.Contracts.Access;
using Coordination.Contracts.Institutions;
using Coordination.Domain.Journal;

namespace Coordination.Domain.Incidents;

/// <summary>The institution consents, or refuses and says why; or an officer records what it said, and who said it.</summary>
/// <param name="Own">The institution of who answers; null for someone of the CERT.</param>
public sealed record AnswerConsent(int Number, bool Granted, string? Reason, InstitutionId? Own) : IncidentCommand
{
    public override Decision<IncidentEvent> Decide(Incident state, Context context)
    {
        if (!state.Exists)
        {
            return IncidentRefusals.Unknown;
        }

        var reason = string.IsNullOrWhiteSpace(Reason) ? null : Reason.Trim();
        return context.Actor.AsPerson is null ? IncidentRefusals.NotPerson
            : Consents.Find(state, Number, Own) is not { } asked ? ConsentRefusals.Unknown
            // The same answer again is a double click.
            : asked.State == (Granted ? ConsentState.Granted : ConsentState.Refused) ? Decision<IncidentEvent>.Nothing
            // Of a decision without its consent the institution says what it thinks of it before it is carried out.
            : asked.State is not (ConsentState.Asked or ConsentState.Decided) || asked.AnswerBy <= context.Now ? ConsentRefusals.NotAsked
            : reason is null && Own is null ? ConsentRefusals.WhoMissing
            : reason is null && !Granted ? ConsentRefusals.ReasonMissing
            : Texts.Refuse("reason", reason, 2_000) is { } refusal ? refusal
            : new ConsentAnswered(Number, Granted, reason);
    }
}
