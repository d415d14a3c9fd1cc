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
    public void Assets_are_kept_in_their_normal_form_and_name_and_networks_are_claimed()
    {
        var institution = New();
        institution.Do(new RegisterInstitution(Harbour));
        Assert.Equal(["192.0.2.0/24", "2001:db8::/48", "harbour.example", "64496"], institution.State.Facts.Assets.Select(asset => asset.Value));
        Assert.Equal(
            [new Claim("institution-name", "harbour agency"), new Claim("institution-network", "192.0.2.0/24"), new Claim("institution-network", "2001:db8::/48")],
            institution.Effects.Claims);
    }

    [Fact]
    public void A_network_that_another_institution_has_is_refused_with_its_name_and_a_part_of_it_is_not()
    {
        var ferry = new InstitutionRef(Samples.Harbour, "Ferry Agency", "FA");
        var institution = New(need => need is HoldersOf asked && asked.Networks.Split(' ').Contains("192.0.2.0/24")
            ? new NetworkHolders(new Dictionary<string, InstitutionRef> { ["192.0.2.0/24"] = ferry })
            : null);
        var refused = institution.Ask(new RegisterInstitution(Harbour)).Refusal!;
        Assert.Equal("institution.network-taken", refused.Code);
        Assert.Contains("192.0.2.0/24 belongs to Ferry Agency (FA)", refused.Detail, StringComparison.Ordinal);
        institution.Do(new RegisterInstitution(Harbour with { Networks = ["192.0.2.0/25"] }));
        Assert.Equal("institution.network-taken", institution.Ask(new ChangeInstitution(Harbour)).Refusal?.Code);
    }

    [Fact]
    public void A_network_that_is_no_longer_listed_is_given_up_and_one_that_stays_is_not_asked_for_again()
    {
        var institution = New();
        institution.Do(new RegisterInstitution(Harbour));
        institution.Do(new ChangeInstitution(Harbour with { Networks = ["192.0.2.0/24", "198.51.100.0/24"] }));
        Assert.Equal([new Claim("institution-network", "198.51.100.0/24")], institution.Effects.Claims);
        Assert.Equal([new Claim("institution-network", "2001:db8::/48")], institution.Effects.Releases);
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

    private static Played<Institution, InstitutionCommand, InstitutionEvent> New(Func<Lookup, object?>? answers = null)
        => new(InstitutionKind.Instance, InstitutionKind.Stream(Samples.Harbour), answers);
}
