using Coordination.Contracts.Exchange;
using Coordination.Domain.Institutions;
using Coordination.Domain.Journal;
using Coordination.Domain.Partners;

namespace Coordination.Domain.Exchange;

/// <summary>Begins a subscription. It hears of what happens from now on. The secret was made and sealed at the edge.</summary>
public sealed record Subscribe(Subscriber For, SubscriptionFacts Facts, string Secret) : SubscriptionCommand
{
    public override Decision<SubscriptionEvent> Decide(Subscription state, Context context)
        => state.Secret.Length > 0 ? SubscriptionRefusals.Exists
            : SubscriptionRules.Refuse(For) is { } refused ? refused
            : For.Partner is { } partner && context.Lookups.Find(new PartnerById(partner)) is null ? PartnerRefusals.Unknown
            : For.Institution is { } institution && context.Lookups.Find(new InstitutionById(institution)) is null ? InstitutionRefusals.Unknown
            : SubscriptionRules.Refuse(For, Facts) is { } refusal ? refusal
            : new Subscribed(For, SubscriptionRules.Kept(Facts), Secret);
}
