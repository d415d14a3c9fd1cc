using Coordination.Contracts.Institutions;
using Coordination.Domain.Institutions;
using Coordination.Domain.Journal;

namespace Coordination.Domain.Tests.Institutions;

public sealed class Registering
{
    private static readonly InstitutionRequest Harbour = new()
    {
        Name = " Harbour Agency ",
        Abbreviation = "HA",
        Networks = ["192.0.2.0/24", "2001:DB8:0::/48"],
        Domains = ["Harbour.Example."],
        AsNumbers = [64496],
        Contacts = [Samples.Desk],
    };

    [Fact]
    public void Assets_are_kept_in_their_normal_form_and_the_name_is_claimed()
    {
        var institution = New();
        institution.Do(new RegisterInstitution(Harbour));
        Assert.Equal(["192.0.2.0/24", "2001:db8::/48", "harbour.example", "64496"], institution.State.Facts.Assets.Select(asset => asset.Value));
        Assert.Equal([new Claim("institution-name", "harbour agency")], institution.Effects.Claims);
    }

    [Fact]
    public void Registering_twice_is_refused_and_changing_nothing_records_nothing()
    {
        var institution = New();
        Assert.Equal("institution.unknown", institution.Ask(new ChangeInstitution(Harbour)).Refusal?.Code);
        institution.Do(new RegisterInstitution(Harbour));
        Assert.Equal("institution.exists", institution.Ask(new RegisterInstitution(Harbour)).Refusal?.Code);
        Assert.Empty(institution.Do(new ChangeInstitution(Harbour)).Events);
        Assert.Single(institution.Do(new ChangeInstitution(Harbour with { Name = "Port" })).Events);
        Assert.Equal([new Claim("institution-name", "port")], institution.Effects.Claims);
        Assert.Equal([new Claim("institution-name", "harbour agency")], institution.Effects.Releases);
    }

    public static TheoryData<InstitutionRequest, string> Bad => new()
    {
        { Harbour with { Name = " " }, "institution.name-missing" },
        { Harbour with { Name = new string('x', 100_000) }, "field.too-long" },
        { Harbour with { Kind = new string('x', 100_000) }, "field.too-long" },
        { Harbour with { Country = new string('x', 100_000) }, "field.too-long" },
        { Harbour with { Abbreviation = "HA " }, "institution.abbreviation-invalid" },
        { Harbour with { Abbreviation = "H\nA" }, "institution.abbreviation-invalid" },
        { Harbour with { Networks = ["192.0.2.77/24"] }, "asset.host-bits" },
        { Harbour with { Networks = [null!] }, "asset.network-invalid" },
        { Harbour with { Networks = ["192.0.2.0/24", "192.0.2.0/24"] }, "asset.duplicate" },
        { Harbour with { Domains = ["harbour.example", "HARBOUR.example."] }, "asset.duplicate" },
        { Harbour with { Domains = ["-"] }, "asset.domain-invalid" },
        { Harbour with { AsNumbers = [0] }, "asset.as-number-invalid" },
        { Harbour with { Contacts = [null!] }, "contact.address-invalid" },
        { Harbour with { Contacts = [Samples.Desk with { Address = "desk@harbour.example\r\nBcc: all@example.org" }] }, "contact.address-invalid" },
        { Harbour with { Contacts = [new("Hook", Channel.Webhook, "file:///etc/passwd")] }, "contact.address-invalid" },
        { Harbour with { Contacts = [Samples.Desk with { Name = new string('x', 201) }] }, "field.too-long" },
        { Harbour with { Contacts = [.. Enumerable.Repeat(Samples.Desk, 51)] }, "institution.too-many" },
    };

    [Theory]
    [MemberData(nameof(Bad))]
    public void A_bad_record_is_refused_with_what_to_do(InstitutionRequest request, string code)
        => Assert.Equal(code, New().Ask(new RegisterInstitution(request)).Refusal?.Code);

    private static Played<Institution, InstitutionCommand, InstitutionEvent> New() => new(InstitutionKind.Instance, InstitutionKind.Stream(Samples.Harbour));
}
