using Coordination.Contracts;
using Coordination.Contracts.Partners;
using Coordination.Domain.Access;

namespace Coordination.Domain.Tests.Partners;

public sealed class When_a_partner_may_have_something
{
    private static readonly PartnerStanding Cert = new(Samples.Lighthouse, PartnerKind.Cert, Tlp.Amber, new());

    [Theory]
    [InlineData(PartnerKind.Cert, false, null, PartnerFlow.Open)]
    [InlineData(PartnerKind.Company, false, "IICB 2026/7", PartnerFlow.NoAgreement)]
    [InlineData(PartnerKind.Company, true, null, PartnerFlow.Open)]
    [InlineData(PartnerKind.Authority, true, " ", PartnerFlow.NoAgreement)]
    [InlineData(PartnerKind.Authority, false, "IICB 2026/7", PartnerFlow.NoAgreement)]
    [InlineData(PartnerKind.Authority, true, "IICB 2026/7", PartnerFlow.Open)]
    public void It_rests_on_what_its_kind_needs(PartnerKind kind, bool nda, string? approval, PartnerFlow flow)
        => Assert.Equal(flow, (Cert with { Kind = kind, Agreement = new(nda, Approval: approval) }).FlowAt(Samples.Noon));

    [Theory]
    [InlineData(false, null, PartnerFlow.NoAgreement)]
    [InlineData(true, null, PartnerFlow.NoAgreement)]
    [InlineData(false, "IICB 2026/7", PartnerFlow.NoAgreement)]
    [InlineData(true, "IICB 2026/7", PartnerFlow.Open)]
    public void A_cert_of_no_member_state_needs_what_an_authority_needs(bool nda, string? approval, PartnerFlow flow)
        => Assert.Equal(flow, (Cert with { Outside = true, Agreement = new(nda, Approval: approval) }).FlowAt(Samples.Noon));

    [Fact]
    public void An_agreement_has_a_first_and_a_last_moment()
    {
        var standing = Cert with { Agreement = new(From: Samples.Noon, Until: Samples.Noon.AddHours(1)) };

        Assert.Equal(
            [PartnerFlow.NotBegun, PartnerFlow.Open, PartnerFlow.Open, PartnerFlow.Expired],
            new[] { -1, 0, 3_599, 3_600 }.Select(second => standing.FlowAt(Samples.Noon.AddSeconds(second))));
    }

    [Fact]
    public void Nothing_above_its_ceiling_and_never_red()
    {
        Assert.Equal([Tlp.Clear, Tlp.Green, Tlp.Amber], Enum.GetValues<Tlp>().Where(label => Cert.MayHave(label, Samples.Noon)));
        Assert.False((Cert with { Ceiling = Tlp.Red }).MayHave(Tlp.Red, Samples.Noon));
        Assert.False((Cert with { Paused = true }).MayHave(Tlp.Clear, Samples.Noon));
    }
}
