using Coordination.Contracts.Access;
using Coordination.Contracts.Institutions;
using Coordination.Contracts.Partners;
using Coordination.Domain.Access;
using Coordination.Domain.Journal;
using Coordination.Domain.Partners;

namespace Coordination.Domain.Incidents;

/// <summary>
/// Decides that a counterpart may be told that an institution is affected, without its consent: because others can then avoid the like (Regulation (EU, Euratom) 2023/2841, Art. 17(3)(b)), which holds only
/// once the institution was told why and could answer; or because it is public already (Art. 17(3)(c)). The institution is told of either.
/// </summary>
public sealed record DecideIdentity(InstitutionId Of, PartnerId Partner, IdentityGround Ground, string Why, DateTimeOffset? AnswerBy, string? Explanation, DateTimeOffset? Until) : IncidentCommand
{
    public override Decision<IncidentEvent> Decide(Incident state, Context context)
    {
        if (Cannot(state, context) is { } refusal)
        {
            return refusal;
        }

        var before = Ground == IdentityGround.Prevention;
        var tellableAt = before ? AnswerBy : context.Now;
        return context.Actor.AsPerson is not { } approver ? IncidentRefusals.NotPerson
            : Ground is not (IdentityGround.Prevention or IdentityGround.Public) ? ConsentRefusals.GroundInvalid
            : state.Institutions.All(one => one.Institution != Of) ? ConsentRefusals.NotAffected
            : context.Lookups.Find(new PartnerById(Partner)) is not { } partner ? PartnerRefusals.Unknown
            : !Partners.Partner.StandingOf(Partner, partner).IsCounterpart ? ConsentRefusals.OnlyCounterparts
            : Texts.Refuse("why", Why, 2_000, ConsentRefusals.DecisionReasonMissing) is { } unreasoned ? unreasoned
            : before && Texts.Refuse("explanation", Explanation, 4_000, ConsentRefusals.ExplanationMissing) is { } unexplained ? unexplained
            : before && state.RestrictedTo is not null && state.Shares.All(share => share.With != Audience.Of(Of)) ? ConsentRefusals.Restricted
            : tellableAt is not { } from || (before && from <= context.Now) ? ConsentRefusals.NoTimeToAnswer
            : from > context.Now.AddYears(1) ? ConsentRefusals.TooLong
            : Until <= from ? ConsentRefusals.OverBeforeAnswer
            : state.Consents.Any(one => one.Of == Of && one.To == Audience.Of(Partner) && Tells(one, context.Now)) ? ConsentRefusals.AskedAlready
            : state.Consents.Length >= AskConsent.Most ? ConsentRefusals.TooMany
            : new ConsentAsked(new(
                state.Consents.Length + 1, Of, Audience.Of(Partner), Why.Trim(), approver, context.Now, from, Until, ConsentState.Decided, Ground: Ground, Explanation: before ? Explanation!.Trim() : null), partner.Facts.Name);
    }

    /// <summary>Whether it may be told already, or will be: a question that is open does not stand against a decision.</summary>
    private static bool Tells(IdentityConsent one, DateTimeOffset now) => Disclosure.IsGood(one, now) || (one.State == ConsentState.Decided && !(one.Until <= now));
}
