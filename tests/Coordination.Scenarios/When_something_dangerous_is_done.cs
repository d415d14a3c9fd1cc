using System.Net;
using Coordination.Cli.Access;
using Coordination.Contracts;
using Coordination.Contracts.Access;
using Coordination.Contracts.Client;
using Coordination.Host.Access;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Coordination.Scenarios;

/// <summary>Ada has been signed in for a while: before she does lasting harm she shows again who she is, and hears of it by mail.</summary>
public sealed class When_something_dangerous_is_done : IAsyncLifetime
{
    private const string Mail = "ada@cert.example";
    private readonly RunningSystem _system = new();
    private readonly List<IDisposable> _used = [];

    public Task InitializeAsync() => _system.InitializeAsync();

    public Task DisposeAsync()
    {
        _used.ForEach(one => one.Dispose());
        return _system.DisposeAsync();
    }

    [Fact]
    public async Task Everything_in_the_table_is_refused_after_ten_minutes_and_nothing_else_is()
    {
        // Nobody has the right to all of it: an administrator and a lead together.
        HttpClient[] both = [(await SignInAsync()).Http, (await SignInAsync("cleo@cert.example")).Http];
        _system.Clock.Advance(Dangerous.Good - TimeSpan.FromSeconds(1));
        Assert.Empty(await RefusedAsync(Dangerous.Routes));

        _system.Clock.Advance(TimeSpan.FromSeconds(1));
        var all = from endpoint in _system.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
                  from method in endpoint.Metadata.GetMetadata<Microsoft.AspNetCore.Routing.HttpMethodMetadata>()?.HttpMethods ?? []
                  let path = "/" + endpoint.RoutePattern.RawText!.Trim('/')
                  where path.StartsWith(Routes.Api, StringComparison.Ordinal) && path != Routes.SignOut && !path.StartsWith(Routes.EndSessions, StringComparison.Ordinal)
                  select $"{method} {path}";
        Assert.Equal(Dangerous.Routes.Order(StringComparer.Ordinal), await RefusedAsync(all.Distinct()));

        async Task<IReadOnlyList<string>> RefusedAsync(IEnumerable<string> routes)
        {
            var refused = new List<string>();
            foreach (var (route, http) in routes.Order(StringComparer.Ordinal).SelectMany(route => both.Select(http => (route, http))))
            {
                using var request = new HttpRequestMessage(new(route.Split(' ')[0]), route.Split(' ')[1].Replace("{", "", StringComparison.Ordinal).Replace("}", "", StringComparison.Ordinal).Replace(":int", "", StringComparison.Ordinal));
                using var answer = await http.SendAsync(request);
                if ((await answer.Content.ReadAsStringAsync()).Contains(CoordinationClient.ConfirmFirst, StringComparison.Ordinal))
                {
                    Assert.Equal(HttpStatusCode.Forbidden, answer.StatusCode);
                    refused.Add(route);
                }
            }

            return [.. refused.Distinct()];
        }
    }

    [Fact]
    public async Task The_password_opens_it_for_ten_minutes_more_and_a_wrong_one_does_not()
    {
        var (ada, _) = await SignInAsync();
        _system.Clock.Advance(Dangerous.Good);
        Assert.Equal(CoordinationClient.ConfirmFirst, await RefusedAsync(() => InviteAsync(ada, "one")));
        Assert.Equal("access.password-wrong", await RefusedAsync(() => ada.ConfirmAsync(new("not her password"))));
        Assert.Equal(CoordinationClient.ConfirmFirst, await RefusedAsync(() => InviteAsync(ada, "one")));

        await ada.ConfirmAsync(new(_system.Password));
        await InviteAsync(ada, "one");

        _system.Clock.Advance(Dangerous.Good);
        Assert.Equal(CoordinationClient.ConfirmFirst, await RefusedAsync(() => InviteAsync(ada, "two")));
    }

    [Fact]
    public async Task A_passkey_opens_it_once_for_each_answer_and_only_ones_own()
    {
        var (ada, _) = await SignInAsync();
        using var key = new SoftwareKey("localhost", Origin);
        await ada.AddPasskeyAsync(key.Make(await ada.BeginPasskeyAsync(), "hers"));
        var (ben, _) = await SignInAsync("ben@cert.example");
        using var bens = new SoftwareKey("localhost", Origin);
        await ben.AddPasskeyAsync(bens.Make(await ben.BeginPasskeyAsync(), "his"));
        _system.Clock.Advance(Dangerous.Good);

        Assert.Equal("passkey.refused", await RefusedAsync(async () => await ada.ConfirmByPasskeyAsync(bens.Show(await ada.BeginConfirmByPasskeyAsync()))));
        Assert.Equal("passkey.question-gone", await RefusedAsync(async () => await ada.ConfirmByPasskeyAsync(key.Show(await ada.BeginSignInByPasskeyAsync()))));
        Assert.Equal(CoordinationClient.ConfirmFirst, await RefusedAsync(() => InviteAsync(ada, "one")));
        await ada.ConfirmByPasskeyAsync(key.Show(await ada.BeginConfirmByPasskeyAsync()));

        await InviteAsync(ada, "one");
    }

    [Fact]
    public async Task A_client_that_can_ask_goes_on_with_what_it_was_doing()
    {
        var (ada, _) = await SignInAsync();
        var asked = 0;
        ada.Confirm = async cancellationToken =>
        {
            asked++;
            await ada.ConfirmAsync(new(_system.Password), cancellationToken);
            return true;
        };
        _system.Clock.Advance(Dangerous.Good);

        Assert.Equal("one@cert.example", (await InviteAsync(ada, "one")).Person.Mail);
        await InviteAsync(ada, "two");
        Assert.Equal(1, asked);

        ada.Confirm = _ => Task.FromResult(false);
        _system.Clock.Advance(Dangerous.Good);
        Assert.Equal(CoordinationClient.ConfirmFirst, await RefusedAsync(() => InviteAsync(ada, "three")));
    }

    [Fact]
    public async Task What_was_changed_of_somebodys_access_is_told_them_by_mail_at_the_address_before_and_after()
    {
        var (ben, _) = await SignInAsync("ben@cert.example");
        using var key = new SoftwareKey("localhost", Origin);
        var added = await ben.AddPasskeyAsync(key.Make(await ben.BeginPasskeyAsync(), "Ben's laptop"));
        await ToldAsync("ben@cert.example", "A passkey was added to your account: Ben's laptop");
        await ben.RemovePasskeyAsync(added.Id);
        await ToldAsync("ben@cert.example", "A passkey was removed from your account: Ben's laptop");

        var me = (await ben.MeAsync())!;
        await _system.Ada.RemoveSecondFactorOfAsync(me.Person.Id);
        await ToldAsync("ben@cert.example", "Your second factor was turned off");

        await _system.Ada.ChangePersonAsync(me.Person.Id, new(me.Person.Name, "benjamin@cert.example", me.Role));
        await ToldAsync("ben@cert.example", "The mail address with which you sign in was changed");
        await ToldAsync("benjamin@cert.example", "The mail address with which you sign in was changed");

        Assert.All(
            _system.Mailbox.Messages.Where(mail => mail.Message.Subject == "[Coordination] Your access was changed"),
            mail => Assert.DoesNotContain("/ack/", mail.Message.TextBody, StringComparison.Ordinal));
    }

    private string Origin => $"http://localhost:{_system.Address.Port}";

    private Task ToldAsync(string address, string what)
        => RunningSystem.UntilAsync(() => Task.FromResult(_system.Mailbox.Messages.Any(mail => mail.To.Contains(address) && mail.Message.TextBody!.Contains(what, StringComparison.Ordinal))));

    private static Task<PersonInvited> InviteAsync(CoordinationClient client, string name) => client.AddPersonAsync(new(name, $"{name}@cert.example", Role.Officer));

    private async Task<(CoordinationClient Client, HttpClient Http)> SignInAsync(string mail = Mail)
    {
        var handler = new LoopbackCookies();
        var http = new HttpClient(handler) { BaseAddress = _system.Address };
        _used.AddRange([http, handler]);
        var client = new CoordinationClient(http, TimeProvider.System);
        await client.SignInAsync(new SignInRequest(mail, _system.Password));
        return (client, http);
    }

    private static async Task<string> RefusedAsync(Func<Task> deed) => (await Assert.ThrowsAsync<ProblemException>(deed)).Code;
}
