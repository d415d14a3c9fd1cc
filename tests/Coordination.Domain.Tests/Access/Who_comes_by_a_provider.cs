using Coordination.Contracts.Access;
using Coordination.Contracts.Institutions;
using Coordination.Domain.Access;
using Coordination.Domain.Institutions;
using Coordination.Domain.Journal;

namespace Coordination.Domain.Tests.Access;

public sealed class Who_comes_by_a_provider
{
    private static readonly ProviderIdentity Ida = new("https://login.house.example", "s-1");
    private static readonly GroupGrant Officer = new("officers", Role.Officer);
    private static readonly GroupGrant OfHarbour = new("harbour", Role.InstitutionManager, false, Samples.Harbour);
    private static readonly EnterByProvider Enter = new(Ida, "Ida Far", "ida@house.example", Officer, Adds: true, TakenUp: false);
    private static readonly PersonFacts Invited = new("Ida", "Ida@House.example", Role.Analyst, Cases: false);

    [Fact]
    public void Who_is_new_and_in_a_mapped_group_is_added_and_nobody_else_has_their_identity()
    {
        var person = Person();

        Assert.Equal([typeof(PersonAdded), typeof(PersonLinked), typeof(RoleGivenByGroup), typeof(PersonSignedIn)], person.Do(Enter).Events.Select(one => one.GetType()));

        Assert.Equal(new PersonFacts("Ida Far", "ida@house.example", Role.Officer, Cases: false, Provider: new(Ida, FollowsGroups: true)), person.State.Facts);
        Assert.Equal([new Claim("person-mail", "ida@house.example"), new Claim("person-openid", Ida.Key)], person.Effects.Claims);
        Assert.Equal([new PersonSignedIn(Ida.Issuer)], person.Do(Enter with { Mail = null, Name = "", TakenUp = true }).Events);
    }

    [Fact]
    public void Who_comes_by_a_provider_comes_in_by_nothing_else()
    {
        var person = Person();
        person.Do(Enter);

        Assert.Equal("person.by-provider", person.Do(new RecordSignIn(true, false, new(SessionId.Of("s1"), SignInWay.Passkey, "Firefox on Linux", "192.0.2.1"))).Refusal?.Code);
        Assert.DoesNotContain(person.State.Sessions, one => one.Id == SessionId.Of("s1"));
    }

    [Fact]
    public void Who_is_new_is_not_added_without_a_group_without_an_invitation_where_one_is_needed_or_without_a_verified_address()
    {
        Assert.Equal("openid.no-group", Person().Ask(Enter with { Grant = null }).Refusal?.Code);
        Assert.Equal("openid.not-invited", Person().Ask(Enter with { Adds = false }).Refusal?.Code);
        Assert.Equal("openid.mail-unverified", Person().Ask(Enter with { Mail = null }).Refusal?.Code);
        Assert.Equal("institution.unknown", Person().Ask(Enter with { Grant = OfHarbour with { Institution = InstitutionId.Of("elsewhere") } }).Refusal?.Code);
        Assert.Equal("person.mail-invalid", Person().Ask(Enter with { Mail = "x@house.example\nBcc: y@house.example" }).Refusal?.Code);
    }

    [Fact]
    public void Who_was_invited_is_linked_by_their_verified_address_only_and_as_long_as_they_have_no_other_way_in()
    {
        var person = Person();
        person.Do(new AddPerson(Invited));
        Assert.Equal("openid.mail-unverified", person.Ask(Enter with { Mail = null }).Refusal?.Code);
        Assert.Equal("openid.mail-unverified", person.Ask(Enter with { Mail = "other@house.example" }).Refusal?.Code);
        Assert.Equal("openid.has-another-way", person.Ask(Enter with { TakenUp = true }).Refusal?.Code);

        Assert.Equal([new PersonLinked(Ida), new RoleGivenByGroup("officers", Role.Officer, false, null), new PersonSignedIn(Ida.Issuer)], person.Do(Enter with { Adds = false }).Events);
        Assert.Equal("openid.other-identity", person.Ask(Enter with { Identity = Ida with { Subject = "s-2" } }).Refusal?.Code);
        Assert.Equal("openid.other-identity", person.Ask(Enter with { Identity = Ida with { Issuer = "https://login.elsewhere.example" } }).Refusal?.Code);
    }

    [Fact]
    public void Who_was_invited_and_has_no_group_keeps_what_the_invitation_gave()
    {
        var person = Person();
        person.Do(new AddPerson(Invited));

        Assert.Equal([new PersonLinked(Ida), new PersonSignedIn(Ida.Issuer)], person.Do(Enter with { Grant = null }).Events);
        Assert.Equal([new PersonSignedIn(Ida.Issuer)], person.Do(Enter with { Grant = null }).Events);
        Assert.Equal(Role.Analyst, person.State.Facts!.Role);
    }

    [Fact]
    public void Role_institution_and_case_content_follow_the_groups()
    {
        var person = Person();
        person.Do(Enter);

        Assert.Equal([new RoleGivenByGroup("harbour", Role.InstitutionManager, false, Samples.Harbour), new PersonSignedIn(Ida.Issuer)], person.Do(Enter with { Grant = OfHarbour }).Events);
        Assert.Equal(new Viewer(PersonId.Of("ida"), Role.InstitutionManager, false, Samples.Harbour), person.State.Facts!.ViewerOf(PersonId.Of("ida")));
        person.Do(Enter with { Grant = new("admins", Role.Administrator, Cases: true) });
        Assert.Equal(new Viewer(PersonId.Of("ida"), Role.Administrator, true), person.State.Facts!.ViewerOf(PersonId.Of("ida")));
        person.Do(Enter with { Grant = new("admins", Role.Administrator) });
        Assert.Equal(new Viewer(PersonId.Of("ida"), Role.Administrator), person.State.Facts!.ViewerOf(PersonId.Of("ida")));
    }

    [Fact]
    public void Who_loses_all_groups_loses_their_access_and_gets_it_back_with_one()
    {
        var person = Person();
        person.Do(Enter);

        Assert.Equal([new GroupsLost()], person.Do(Enter with { Grant = null }).Events);
        Assert.False(person.State.Facts!.Active);
        Assert.Equal("openid.no-group", person.Ask(Enter with { Grant = null }).Refusal?.Code);

        Assert.Equal([new RoleGivenByGroup("officers", Role.Officer, false, null), new PersonSignedIn(Ida.Issuer)], person.Do(Enter).Events);
        Assert.True(person.State.Facts!.Active);
    }

    [Fact]
    public void What_an_administrator_ended_no_group_brings_back_and_what_they_changed_keeps_the_link()
    {
        var person = Person();
        person.Do(Enter);
        person.Do(new ChangePerson(person.State.Facts! with { Active = false, Provider = null }));

        Assert.Equal("openid.inactive", person.Ask(Enter).Refusal?.Code);
        person.Do(new ChangePerson(person.State.Facts! with { Active = true, Provider = null }));
        Assert.Equal([new PersonSignedIn(Ida.Issuer)], person.Do(Enter).Events);
        Assert.Equal(new ProviderLink(Ida, FollowsGroups: true), person.State.Facts!.Provider);

        person.Do(Enter with { Grant = null });
        person.Do(new ChangePerson(person.State.Facts! with { Active = true }));
        person.Do(new ChangePerson(person.State.Facts! with { Active = false }));
        Assert.Equal("openid.inactive", person.Ask(Enter).Refusal?.Code);
    }

    [Fact]
    public void An_identity_is_issuer_and_subject_and_not_their_letters_run_together()
        => Assert.Equal(3, new[] { new ProviderIdentity("https://a", "bc"), new ProviderIdentity("https://ab", "c"), new ProviderIdentity("https://a", "bd") }.Select(one => one.Key).Distinct().Count());

    private static Played<Person, PersonCommand, PersonEvent> Person()
        => new(PersonKind.Instance, new("person", "ida"), question => question is InstitutionById { Id: var id } && id == Samples.Harbour ? InstitutionFacts.Empty : null);
}
