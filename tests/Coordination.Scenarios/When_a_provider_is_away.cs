using System.Net;
using Coordination.Contracts.Access;
using Coordination.Scenarios.OpenId;
using Microsoft.AspNetCore.Http;

namespace Coordination.Scenarios;

/// <summary>The provider is not there, is ill, does not end, and comes back. The server neither fails nor has to be started again, and passwords go on.</summary>
public sealed class When_a_provider_is_away
{
    [Fact]
    public async Task People_are_told_so_and_come_in_as_soon_as_it_is_back()
    {
        var address = new Uri(OpenIdSystem.Free() + "/");
        await using var system = await OpenIdSystem.StartAsync(OpenIdSystem.Free(), address, "a secret", ["--Coordination:OpenId:CreatesPeople=false"], patience: TimeSpan.FromSeconds(1));
        using var visitor = new Visitor();
        await AwayAsync();

        await using var provider = new CrookedProvider(address) { Interfere = static http => Results.Text("the-story-of-the-provider", statusCode: 500).ExecuteAsync(http) };
        await provider.StartAsync();
        await AwayAsync();
        // Says nothing until it is left.
        provider.Interfere = static http => Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, http.RequestAborted).ContinueWith(static _ => { }, TaskScheduler.Default);
        await AwayAsync();
        provider.Interfere = static http => http.Request.Path == "/keys" ? Results.Text("the-story-of-the-provider").ExecuteAsync(http) : null;
        await AwayAsync();
        Assert.NotNull(await system.Server.Ada.MeAsync());

        provider.Mend();
        var page = await UntilItKnowsAsync();
        Assert.Equal(HttpStatusCode.Forbidden, page.Status);
        Assert.Contains("Nobody has invited you here", page.Text, StringComparison.Ordinal);
        await system.Server.Ada.AddPersonAsync(new PersonRequest("Ida", "ida@crooked.example", Role.Analyst));
        // A busy machine may take longer than the patience that is tried above.
        await RunningSystem.UntilAsync(async () =>
        {
            await visitor.GetAsync(system.Path("/openid/sign-in"));
            return (await system.MeAsync(visitor))?.Role == Role.Officer;
        });
        Assert.DoesNotContain(system.Log, line => line.Contains("the-story-of-the-provider", StringComparison.Ordinal));

        async Task AwayAsync()
        {
            var told = await visitor.GetAsync(system.Path("/openid/sign-in"));
            Assert.Equal(HttpStatusCode.BadGateway, told.Status);
            Assert.Contains("sign-in does not answer", told.Text, StringComparison.Ordinal);
            Assert.Contains("Try again in a few minutes", told.Text, StringComparison.Ordinal);
        }

        async Task<Page> UntilItKnowsAsync()
        {
            Page? answer = null;
            await RunningSystem.UntilAsync(async () => (answer = await visitor.GetAsync(system.Path("/openid/sign-in"))).Status != HttpStatusCode.BadGateway);
            return answer!;
        }
    }
}
