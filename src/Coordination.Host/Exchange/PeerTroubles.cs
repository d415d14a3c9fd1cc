using Coordination.Connectors.Taxii;
using Coordination.Contracts.Partners;
using Coordination.Domain.Exchange;

namespace Coordination.Host.Exchange;

/// <summary>Why a step did not do what it should, as it is recorded.</summary>
internal static class PeerTroubles
{
    /// <summary>What its server did. Who is left alone was not asked, so that is no further failure.</summary>
    public static PeerTrouble Of(TaxiiTrouble trouble, TaxiiClient client, TaxiiWay way, PartnerId partner, TimeProvider clock)
    {
        var alone = client.LeftAloneUntil(partner.Value, way);
        var wait = trouble.RetryAfter is { } said ? clock.GetUtcNow() + said : (DateTimeOffset?)null;
        return new(trouble.Reason, alone > wait || wait is null ? alone ?? wait : wait, Broken: alone is not null, Counts: trouble.Fault != TaxiiFault.LeftAlone);
    }

    /// <summary>Nothing is exchanged with the partner. It sleeps until it is woken: a time that was set here would still hold when the agreement is made to begin sooner.</summary>
    public static PeerTrouble Of(PartnerFlow flow)
        => new(
            flow switch
            {
                PartnerFlow.Paused => "The exchange with this partner is paused.",
                PartnerFlow.NotBegun => "The agreement with this partner has not begun.",
                PartnerFlow.Expired => "The agreement with this partner has ended.",
                _ => "The agreement with this partner lacks what it must have: an approval, or a non-disclosure arrangement.",
            },
            Counts: false);
}
