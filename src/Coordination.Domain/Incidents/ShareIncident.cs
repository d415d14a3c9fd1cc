using Coordination.Contracts;
using Coordination.Contracts.Access;
using Coordination.Contracts.Incidents;
using Coordination.Contracts.Institutions;
using Coordination.Contracts.Partners;
using Coordination.Domain.Access;
using Coordination.Domain.Institutions;
using Coordination.Domain.Journal;
using Coordination.Domain.Partners;

namespace Coordination.Domain.Incidents;

/// <summary>Shows the incident to a person, an institution or a partner that would not see it otherwise, for a time and for a reason.</summary>
/// <param name="Indicators">With a partner: the observables that it is to look for.</param>
/// <param name="Preview">With a partner: what was looked at before; nothing else leaves.</param>
public sealed record ShareIncident(
    PersonId? Person, InstitutionId? Institution, DateTimeOffset? Until, string Why, PartnerId? Partner = null, IReadOnlyList<SharedIndicator>? Indicators = null, string? Preview = null) : IncidentCommand
{
    private const int Most = 100;

    public override Decision<IncidentEvent> Decide(Incident state, Context context)
    {
        if (Cannot(state, context) is { } refusal)
        {
            return refusal;
        }

        return context.Actor.AsPerson is not { } actor ? IncidentRefusals.NotPerson
            : new[] { Person is not null, Institution is not null, Partner is not null }.Count(named => named) != 1 ? IncidentRefusals.ShareWithOne
            : Texts.Refuse("why", Why, 2_000, IncidentRefusals.ShareReasonMissing) is { } unreasoned ? unreasoned
            : Until <= context.Now ? IncidentRefusals.ShareIsOver
            : state.Shares.Length >= Most ? IncidentRefusals.TooManyShares
            : Person is { } person && context.Lookups.Find(new PersonById(person)) is null ? PersonRefusals.Unknown
            : Institution is { } institution && context.Lookups.Find(new InstitutionById(institution)) is null ? InstitutionRefusals.Unknown
            : Partner is { } partner && CannotGo(partner, state, context) is { } withheld ? withheld
            : new IncidentShared(
                new(state.SharesGiven + 1, Person is { } one ? Audience.Of(one) : Institution is { } house ? Audience.Of(house) : Audience.Of(Partner!.Value), Until, actor, Why.Trim(), context.Now),
                Indicators is { Count: > 0 } ? Indicators : null, Preview);
    }

    /// <summary>What stands against sharing it with this partner.</summary>
    private Refusal? CannotGo(PartnerId id, Incident state, Context context)
        => context.Lookups.Find(new PartnerById(id)) is not { } row ? PartnerRefusals.Unknown
            : state.Shares.Any(share => share.With == Audience.Of(id)) ? IncidentRefusals.SharedWithPartner
            : PartnerDisclosure.RefuseIncident(Domain.Partners.Partner.StandingOf(id, row), Indicators is { Count: > 0 }, state.Tlp, state.Exercise, state.RestrictedTo is not null, [.. state.Institutions.Select(one => one.Institution)], state.Consents, context.Now)
                ?? SharedIndicators.Refuse(Indicators ?? [], state.Observables);
}
