using Coordination.Contracts.Advisories;
using Coordination.Contracts.Partners;
using Coordination.Domain.Access;
using Coordination.Domain.Advisories;
using Coordination.Domain.Journal;
using Coordination.Domain.Partners;

namespace Coordination.Domain.Exchange;

/// <summary>Shares a published advisory with a partner: its revisions too, until someone ends it.</summary>
public sealed record ShareAdvisory(PartnerId Partner, AdvisoryId Advisory, string Why, DateTimeOffset? Until, string? Preview) : SharingCommand
{
    public override Decision<SharingEvent> Decide(Sharing state, Context context)
        => context.Actor.AsPerson is not { } actor ? SharingRefusals.NotPerson
            : context.Lookups.Find(new AdvisoryToShare(Advisory)) is not { } advisory ? AdvisoryRefusals.Unknown
            : context.Lookups.Find(new PartnerById(Partner)) is not { } partner ? PartnerRefusals.Unknown
            : state.IsOpen ? SharingRefusals.Exists
            : Texts.Refuse("why", Why, 2_000, SharingRefusals.ReasonMissing) is { } unreasoned ? unreasoned
            : Until <= context.Now ? SharingRefusals.Over
            : advisory.Status != AdvisoryStatus.Published ? SharingRefusals.NotPublished
            : PartnerDisclosure.RefuseAdvisory(Domain.Partners.Partner.StandingOf(Partner, partner), advisory.Tlp, advisory.Exercise, context.Now) is { } withheld ? withheld
            : new SharingDecided(Partner, AdvisoryKind.Stream(Advisory).Value, new(actor, context.Now, Why.Trim(), Until, [], Preview));
}

/// <summary>The line of an advisory.</summary>
public sealed record AdvisoryToShare(AdvisoryId Id) : Lookup<AdvisoryRow>;
