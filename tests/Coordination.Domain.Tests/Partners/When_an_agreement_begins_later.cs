using Coordination.Contracts.Partners;
using Coordination.Domain.Exchange;
using Coordination.Domain.Journal;
using Coordination.Domain.Partners;

namespace Coordination.Domain.Tests.Partners;

/// <summary>Nothing goes to the partner until then, and from then on it goes by itself.</summary>
public sealed class When_an_agreement_begins_later
{
    private static readonly DateTimeOffset Monday = Samples.Noon.AddDays(7);
    private readonly Played<Partner, PartnerCommand, PartnerEvent> _partner = new(PartnerRegister.Instance, PartnerRegister.Stream(Samples.Lighthouse));

    [Fact]
    public void What_is_shared_with_it_is_looked_at_when_it_begins()
    {
        _partner.Do(new RegisterPartner(Facts(Samples.Noon.AddDays(-1))));
        Assert.DoesNotContain(_partner.Effects.Arm, armed => armed.Due is not null);

        _partner.Do(new ChangePartner(Facts(Monday)));
        Assert.Equal(Monday, Look().Due);

        // Something else about it changes: that moment is armed already.
        _partner.Do(new ChangePartner(Facts(Monday) with { Name = "Lighthouse 2" }));
        Assert.DoesNotContain(_partner.Effects.Arm, armed => armed.Due is not null);

        _partner.Do(new ChangePartner(Facts(Monday.AddDays(1))));
        Assert.Equal(Monday.AddDays(1), Look().Due);

        _partner.Do(new ChangePartner(Facts(Samples.Noon)));
        Assert.DoesNotContain(_partner.Effects.Arm, armed => armed.Due is not null);
    }

    [Fact]
    public void Its_server_is_woken_when_it_begins()
    {
        _partner.Do(new RegisterPartner(Facts(Monday)));

        Assert.Equal(
            [new PushPeer(), new PollPeer(Woken: true)],
            _partner.Effects.Arm.Where(armed => armed.Due == Monday && armed.Target == PeerKind.Stream(Samples.Lighthouse)).Select(armed => DomainJson.Read<PeerCommand>(armed.Body.Span)));
    }

    private Armed Look()
    {
        var look = Assert.Single(_partner.Effects.Arm, armed => armed.Due is not null && armed.Target == SharingKind.AllOf(Samples.Lighthouse));
        Assert.Equal(new SharingsOrder("the agreement has begun"), DomainJson.Read<SharingsOrder>(look.Body.Span));
        return look;
    }

    private static PartnerRequest Facts(DateTimeOffset from) => PartnerSamples.LighthouseFacts with { Agreement = new(true, From: from) };
}
