using Coordination.Console.Partners;
using Coordination.Contracts;
using Coordination.Contracts.Institutions;
using Coordination.Contracts.Partners;

namespace Coordination.Console.Tests.Partners;

public sealed class What_a_partner_form_keeps
{
    private static readonly PartnerRequest Facts = new()
    {
        Name = "Beacon",
        Kind = PartnerKind.Company,
        Country = "Nowhere",
        Agreement = new(Nda: true, From: Make.Noon, Until: Make.Noon.AddDays(200), Approval: "D-17"),
        Ceiling = Tlp.Amber,
        Topics = [PartnerTopic.Incidents, PartnerTopic.Advisories],
        Identities = ["identity--6d1cd0f1-6c0b-4a5e-9b5b-0f4b7d0c1a01", "identity--6d1cd0f1-6c0b-4a5e-9b5b-0f4b7d0c1a02"],
        OldLabels = true,
        Keys = [new("0123456789abcdef0123456789abcdef01234567", "-----BEGIN PGP PUBLIC KEY BLOCK-----")],
        Contacts = [new("Desk", Channel.Mail, "desk@beacon.example", ContactRole.Fallback)],
    };

    [Fact]
    public void What_is_opened_and_saved_is_unchanged_to_the_second()
        => Assert.Equivalent(Facts, PartnerForm.Of(Facts).Request(), strict: true);

    [Fact]
    public void Only_of_a_cert_it_is_kept_that_it_is_of_no_member_state()
    {
        var form = PartnerForm.Of(Facts with { Kind = PartnerKind.Cert, Outside = true });
        Assert.True(form.Request().Outside);

        form.Kind = PartnerKind.Company;
        Assert.False(form.Request().Outside);
    }

    [Fact]
    public void An_agreement_is_good_for_the_whole_of_its_last_day()
    {
        var form = PartnerForm.Of(Facts);
        form.Until = new DateTime(2027, 1, 31);

        var until = form.Request().Agreement.Until!.Value;

        Assert.Equal(new DateTime(2027, 2, 1), until.LocalDateTime);
        Assert.Equal(new DateTime(2027, 1, 31), PartnerForm.Of(Facts with { Agreement = new(Until: until) }).Until);
    }

    [Fact]
    public void Fingerprints_may_be_pasted_with_blanks()
    {
        var form = new PartnerForm { Name = "N" };
        form.Keys.Add(new() { Fingerprint = "0123 4567 89AB" });

        Assert.Equal("0123456789AB", form.Request().Keys[0].Fingerprint);
    }

    [Theory]
    [InlineData(31, null)]
    [InlineData(30, "ends in 30 d")]
    [InlineData(1, "ends in 24 h")]
    [InlineData(0, "ended")]
    public void An_end_within_thirty_days_is_a_warning(int days, string? says)
        => Assert.Equal(says, PartnerWords.EndsSoon(new(Until: Make.Noon.AddDays(days)), Make.Noon));
}
