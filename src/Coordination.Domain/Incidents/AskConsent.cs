using Coordination.Contracts.Access;
using Coordination.Contracts.Institutions;
using Coordination.Contracts.Partners;
using Coordination.Domain.Access;
using Coordination.Domain.Institutions;
using Coordination.Domain.Journal;
using Coordination.Domain.Partners;

namespace Coordination.Domain.Incidents;

/// <summary>Asks an affected institution whether another, or a partner, may be told that it is. Until it consents, nobody is.</summary>
public sealed record AskConsent(InstitutionId Of, InstitutionId? To, string Why, DateTimeOffset AnswerBy, DateTimeOffset? Until = null, PartnerId? Partner = null) : IncidentCommand
{
    internal const int Most = 100;

    public override Decision<IncidentEvent> Decide(Incident state, Context context)
    {
        if (Cannot(state, context) is { } refusal)
        {
            return refusal;
        }

        return context.Actor.AsPerson is not { } actor ? IncidentRefusals.NotPerson
            : state.Institutions.All(one => one.Institution != Of) ? ConsentRefusals.NotAffected
            : state.RestrictedTo is not null && state.Shares.All(share => share.With != Audience.Of(Of)) ? ConsentRefusals.Restricted
            : (To is null) == (Partner is null) ? ConsentRefusals.ToOne
            : Of == To ? ConsentRefusals.OfItself
            : To is { } institution && context.Lookups.Find(new InstitutionById(institution)) is null ? InstitutionRefusals.Unknown
            : Partner is { } partner && context.Lookups.Find(new PartnerById(partner)) is null ? PartnerRefusals.Unknown
            : Texts.Refuse("why", Why, 2_000, ConsentRefusals.WhyMissing) is { } unreasoned ? unreasoned
            : AnswerBy <= context.Now ? ConsentRefusals.NoTimeToAnswer
            : AnswerBy > context.Now.AddYears(1) ? ConsentRefusals.TooLong
            : Until <= AnswerBy ? ConsentRefusals.OverBeforeAnswer
            : state.Consents.Any(one => one.Of == Of && one.To == Told && Consents.IsOpen(one, context.Now)) ? ConsentRefusals.AskedAlready
            : state.Consents.Length >= Most ? ConsentRefusals.TooMany
            : new ConsentAsked(new(state.Consents.Length + 1, Of, Told, Why.Trim(), actor, context.Now, AnswerBy, Until), Partner is { } named ? context.Lookups.Find(new PartnerById(named))!.Facts.Name : null);
    }

    private string Told => Partner is { } partner ? Audience.Of(partner) : Audience.Of(To!.Value);
}
