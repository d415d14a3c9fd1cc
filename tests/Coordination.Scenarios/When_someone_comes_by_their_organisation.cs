using System.Net;
using System.Text.Json;
using Coordination.Contracts;
using Coordination.Contracts.Access;
using Coordination.Contracts.Client;
using Coordination.Domain.Access;
using Coordination.Scenarios.OpenId;

namespace Coordination.Scenarios;

/// <summary>People of an organisation with a provider of its own sign in, change groups, and leave. The provider is real.</summary>
public sealed class When_someone_comes_by_their_organisation : IAsyncLifetime
{
    private readonly List<Visitor> _visitors = [];
    private OrganisationsProvider _provider = null!;
    private OpenIdSystem _system = null!;

    public async Task InitializeAsync()
    {
        var address = OpenIdSystem.Free();
        _provider = await OrganisationsProvider.StartAsync(address);
        _system = await OpenIdSystem.StartAsync(address, _provider.Address);
    }

    public async Task DisposeAsync()
    {
        _visitors.ForEach(one => one.Dispose());
        await _system.DisposeAsync();
        await _provider.DisposeAsync();
    }

    [Fact]
    public async Task Someone_in_a_mapped_group_is_added_comes_in_and_is_who_they_were_the_next_time()
    {
        Know(new("s-1", "Ida Far", "ida@house.example", true, "staff", "officers"));

        var visitor = Visit();
        var page = await _system.SignInAsync(visitor, "s-1", "/console/incidents");

        Assert.Equal("/console/incidents", page.Address.AbsolutePath);
        var ida = (await _system.MeAsync(visitor))!;
        Assert.Equal(("Ida Far", "ida@house.example", Role.Officer), (ida.Person.Name, ida.Mail, ida.Role));
        var identity = new ProviderIdentity(_provider.Address.ToString(), "s-1");
        Assert.Collection(
            await _system.HistoryAsync(ida.Person.Id),
            one => Assert.IsType<PersonAdded>(one),
            one => Assert.Equal(new PersonLinked(identity), one),
            one => Assert.Equal(new RoleGivenByGroup("officers", Role.Officer, false, null), one),
            one => Assert.Equal((identity.Issuer, SignInWay.Provider), (((PersonSignedIn)one).Issuer, ((PersonSignedIn)one).Session!.By)));

        var other = Visit();
        await _system.SignInAsync(other, "s-1");
        Assert.Equal(ida.Person.Id, (await _system.MeAsync(other))!.Person.Id);
        Assert.Equal(5, (await _system.HistoryAsync(ida.Person.Id)).Count);
    }

    [Fact]
    public async Task Who_was_invited_is_linked_by_a_verified_address_and_by_no_other()
    {
        var invited = await _system.Server.Ada.AddPersonAsync(new("Jon Invited", "jon@house.example", Role.Analyst));
        Know(new("s-2", "Jon of the House", "Jon@house.example", false));
        await RefusedAsync("s-2", "has not said that your mail address is yours");

        Know(new("s-2", "Jon of the House", "Jon@house.example", true));
        // Someone else of the house with that address, before him, would have to be believed too; afterwards there is no way.
        var visitor = Visit();
        await _system.SignInAsync(visitor, "s-2");
        var jon = (await _system.MeAsync(visitor))!;
        Assert.Equal((invited.Person.Id, "Jon Invited", Role.Analyst), (jon.Person.Id, jon.Person.Name, jon.Role));

        Know(new("s-3", "Jon the Second", "jon@house.example", true, "officers"));
        await RefusedAsync("s-3", "belongs to another account of your organisation");
        var token = System.Web.HttpUtility.ParseQueryString(new Uri(invited.Link).Query)["token"]!;
        using var http = _system.Server.Http();
        var late = await Assert.ThrowsAsync<ProblemException>(() => new CoordinationClient(http, TimeProvider.System).SetupAsync(new(token, "Jon", "jon@house.example", "a long enough password")));
        Assert.Equal("person.by-provider", late.Code);
    }

    [Fact]
    public async Task Who_signs_in_by_password_is_not_taken_over_by_an_equal_address()
    {
        Know(new("s-4", "Ben from Elsewhere", "ben@cert.example", true, "officers"));

        await RefusedAsync("s-4", "a person with your mail address who signs in otherwise");
    }

    [Fact]
    public async Task Who_has_no_mapped_group_or_says_no_is_shown_whom_to_ask_and_is_not_added()
    {
        Know(new("s-5", "Kit Nogroup", "kit@house.example", true, "staff", "Officers", "/officers"));
        await RefusedAsync("s-5", "Ask an administrator of this system, or those who manage your groups");
        Know(new("s-6", "Liv Nowhere", "liv@house.example", true, "nowhere"));
        await RefusedAsync("s-6", "the institution &#39;NOWHERE&#39;, which is not registered here");
        await RefusedAsync("no", "did not let you in");

        Assert.DoesNotContain(await _system.Server.Ada.PeopleAsync(), person => person.Mail.EndsWith("@house.example", StringComparison.Ordinal) && person.Name is "Kit Nogroup" or "Liv Nowhere");
    }

    [Fact]
    public async Task Role_and_institution_follow_the_groups_and_without_any_every_session_ends()
    {
        Know(new("s-7", "Mia Moves", "mia@house.example", true, "officers", "leads"));
        var (first, second) = (Visit(), Visit());
        await _system.SignInAsync(first, "s-7");
        Assert.Equal(Role.Lead, (await _system.MeAsync(first))!.Role);

        _provider.GroupsAtUserInfoOnly = true;
        Know(new("s-7", "Mia Moves", "mia@house.example", true, "alma"));
        await _system.SignInAsync(second, "s-7");
        var mia = (await _system.MeAsync(second))!;
        Assert.Equal(Role.InstitutionResponder, mia.Role);
        Assert.Equal("alma", (await _system.Server.Ada.PeopleAsync()).Single(person => person.Id == mia.Person.Id).Institution?.Value);
        Assert.Equal(Role.InstitutionResponder, (await _system.MeAsync(first))!.Role);

        Know(new("s-7", "Mia Moves", "mia@house.example", true, "staff"));
        await RefusedAsync("s-7", "None of your groups gives you a role here");
        Assert.Null(await _system.MeAsync(first));
        Assert.Null(await _system.MeAsync(second));
        Assert.IsType<GroupsLost>((await _system.HistoryAsync(mia.Person.Id))[^1]);

        Know(new("s-7", "Mia Moves", "mia@house.example", true, "officers"));
        await _system.SignInAsync(first, "s-7");
        Assert.Equal(Role.Officer, (await _system.MeAsync(first))!.Role);
        await _system.Server.Ada.ChangePersonAsync(mia.Person.Id, new("Mia Moves", "mia@house.example", Role.Officer, Active: false));
        await RefusedAsync("s-7", "Your access here has been ended");
    }

    [Fact]
    public async Task A_session_that_came_by_the_provider_is_over_after_twelve_hours_however_busy_it_was()
    {
        Know(new("s-8", "Nia Busy", "nia@house.example", true, "officers"));
        var visitor = Visit();
        await _system.SignInAsync(visitor, "s-8");

        for (var hour = 0; hour < 11; hour++)
        {
            _system.Server.Clock.Advance(TimeSpan.FromHours(1));
            Assert.NotNull(await _system.MeAsync(visitor));
        }

        _system.Server.Clock.Advance(TimeSpan.FromMinutes(61));
        Assert.Null(await _system.MeAsync(visitor));
    }

    [Fact]
    public async Task Signing_out_ends_the_session_here_and_then_the_one_at_the_provider_which_is_shown_its_token()
    {
        Know(new("s-9", "Ole Out", "ole@house.example", true, "officers"));
        var visitor = Visit();
        await _system.SignInAsync(visitor, "s-9");

        var next = JsonSerializer.Deserialize<SignedOut>(await visitor.PostAsync(_system.Path(Routes.SignOut)), Wire.Json)!.Next!;
        Assert.Null(await _system.MeAsync(visitor));
        var page = await visitor.GetAsync(_system.Path(next));

        Assert.Equal("/console/sign-in", page.Address.AbsolutePath);
        Assert.Equal(2, Assert.Single(_provider.EndedWith)!.Count(letter => letter == '.'));
        Assert.Contains("Who are you?", (await visitor.GetAsync(_system.Path("/openid/sign-in"))).Text, StringComparison.Ordinal);
        // Who has nothing of the provider is not sent there.
        Assert.Equal("/console/sign-in", (await Visit().OneAsync(_system.Path("/openid/sign-out"))).Next!.AbsolutePath);
        Assert.Single(_provider.EndedWith);
    }

    [Fact]
    public async Task The_sign_in_page_is_told_of_it_cookies_are_closed_and_nobody_is_led_elsewhere()
    {
        Know(new("s-10", "Pia Path", "pia@house.example", true, "officers"));
        var visitor = Visit();
        Assert.Equal(new WaysIn(new("The House", "/openid/sign-in")), JsonSerializer.Deserialize<WaysIn>((await visitor.OneAsync(_system.Path(Routes.SignIn))).Text, Wire.Json));

        foreach (var from in new[] { "https://evil.example/", "//evil.example", "/console/../evil", "/console/%2e%2e/evil", "/console/%2E./%5cevil.example", "/api/v1/people" })
        {
            Assert.Equal(_system.Server.Address.Authority, (await _system.SignInAsync(visitor, "s-10", from)).Address.Authority);
            Assert.StartsWith("/console", visitor.Visited[^1].AbsolutePath, StringComparison.Ordinal);
        }

        var own = visitor.SetCookies.Where(cookie => cookie.StartsWith("coordination", StringComparison.Ordinal) && !cookie.Contains("expires=Thu, 01 Jan 1970", StringComparison.OrdinalIgnoreCase)).ToArray();
        Assert.Contains(own, cookie => cookie.StartsWith("coordination.provider=", StringComparison.Ordinal));
        Assert.All(own, cookie => Assert.Contains("httponly", cookie, StringComparison.OrdinalIgnoreCase));
        Assert.All(own, cookie => Assert.Contains("; secure", cookie, StringComparison.OrdinalIgnoreCase));
        Assert.All(own, cookie => Assert.Contains(
            cookie.StartsWith("coordination.correlation.", StringComparison.Ordinal) || cookie.StartsWith("coordination.nonce.", StringComparison.Ordinal) ? "samesite=lax; " : "samesite=strict; ", cookie, StringComparison.OrdinalIgnoreCase));
    }

    [Fact]
    public async Task An_answer_of_the_provider_is_good_once_and_in_the_browser_that_asked()
    {
        Know(new("s-11", "Quin Once", "quin@house.example", true, "officers"));
        var (visitor, thief) = (Visit(), Visit());
        var answer = (await visitor.ChooseAsync(await visitor.GetAsync(_system.Path("/openid/sign-in")), "s-11")).Next!;

        await OverAsync(thief, answer);
        await visitor.GetAsync(answer);
        Assert.NotNull(await _system.MeAsync(visitor));
        await OverAsync(visitor, answer);

        // A code that was used, or is another's, with a state of one's own.
        var own = (await thief.ChooseAsync(await thief.GetAsync(_system.Path("/openid/sign-in")), "s-11")).Next!;
        var (used, state) = (System.Web.HttpUtility.ParseQueryString(answer.Query)["code"]!, System.Web.HttpUtility.ParseQueryString(own.Query)["state"]!);
        await OverAsync(thief, _system.Path($"/openid/callback?code={Uri.EscapeDataString(used)}&state={Uri.EscapeDataString(state)}"));

        async Task OverAsync(Visitor who, Uri address)
        {
            var page = await who.GetAsync(address);
            Assert.Equal(HttpStatusCode.BadRequest, page.Status);
            Assert.Contains("This sign-in is over", page.Text, StringComparison.Ordinal);
            Assert.Contains("Begin again", page.Text, StringComparison.Ordinal);
            if (who == thief)
            {
                Assert.Null(await _system.MeAsync(who));
            }
        }
    }

    private async Task RefusedAsync(string person, string why)
    {
        var visitor = Visit();
        var page = await _system.SignInAsync(visitor, person);
        Assert.Equal(HttpStatusCode.Forbidden, page.Status);
        Assert.Contains(why, page.Text, StringComparison.Ordinal);
        Assert.False(visitor.Has("coordination"));
        Assert.Null(await _system.MeAsync(visitor));
    }

    private void Know(Known known) => _provider.People[known.Subject] = known;

    private Visitor Visit()
    {
        _visitors.Add(new());
        return _visitors[^1];
    }
}
