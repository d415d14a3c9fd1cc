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

        Assert.True(page.Address.AbsolutePath == "/console/incidents", page.Status + " " + page.Text + string.Join("\n", _system.Log.Where(l => l.Contains("OpenID", StringComparison.Ordinal) || l.Contains("IDX", StringComparison.Ordinal))));
        var ida = (await _system.MeAsync(visitor))!;
        Assert.Equal(("Ida Far", "ida@house.example", Role.Officer), (ida.Person.Name, ida.Mail, ida.Role));
        var identity = new ProviderIdentity(_provider.Address.ToString(), "s-1");
        Assert.Collection(
            await _system.HistoryAsync(ida.Person.Id),
            one => Assert.IsType<PersonAdded>(one),
            one => Assert.Equal(new PersonLinked(identity), one),
            one => Assert.Equal(new RoleGivenByGroup("officers", Role.Officer, false, null), one),
            one => Assert.Equal(new PersonSignedIn(identity.Issuer), one));

        var other = Visit();
        await _system.SignInAsync(other, "s-1");
        Assert.Equal(ida.Person.Id, (await _system.MeAsync(other))!.Person.Id);
        Assert.Equal(5, (await _system.HistoryAsync(ida.Person.Id)).Count);
    }

    private void Know(Known known) => _provider.People[known.Subject] = known;

    private Visitor Visit()
    {
        _visitors.Add(new());
        return _visitors[^1];
    }
}
