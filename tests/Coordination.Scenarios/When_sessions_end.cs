using System.Net;
using System.Net.Http.Json;
using Coordination.Cli.Access;
using Coordination.Contracts;
using Coordination.Contracts.Access;
using Coordination.Contracts.Client;
using Coordination.Contracts.Live;
using Microsoft.AspNetCore.SignalR.Client;
using Microsoft.Extensions.DependencyInjection;

namespace Coordination.Scenarios;

/// <summary>Ben is signed in at several places, and ends his sessions one by one, all at once, and by signing out; what their cookies say then opens nothing.</summary>
public sealed class When_sessions_end : IAsyncLifetime
{
    private const string Firefox = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0";
    private readonly RunningSystem _system = new();
    private readonly List<IDisposable> _used = [];

    public Task InitializeAsync() => _system.InitializeAsync();

    public Task DisposeAsync()
    {
        _used.ForEach(one => one.Dispose());
        return _system.DisposeAsync();
    }

    [Fact]
    public async Task Each_sign_in_is_in_the_list_with_where_and_when_it_was_and_which_is_this_one()
    {
        var here = await SignInAsync(Firefox);
        _system.Clock.Advance(TimeSpan.FromMinutes(1));
        var elsewhere = await SignInAsync("curl/8.0");

        var all = await here.Client.SessionsAsync();

        Assert.Equal(["Firefox on Linux", "curl"], all.Select(one => one.With).Order(StringComparer.Ordinal));
        var current = Assert.Single(all, one => one.Current);
        Assert.Equal(("Firefox on Linux", "127.0.0.1", SignInWay.Password), (current.With, current.Address, current.By));
        Assert.Equal(_system.Clock.GetUtcNow() - TimeSpan.FromMinutes(1), current.BegunAt);
        Assert.Equal(_system.Clock.GetUtcNow(), current.SeenAt);
        Assert.NotEqual(current.Id, Assert.Single(await elsewhere.Client.SessionsAsync(), one => one.Current).Id);
    }

    [Fact]
    public async Task A_session_counts_as_seen_while_something_is_asked_in_it_and_is_left_out_after_twelve_idle_hours()
    {
        var (here, elsewhere) = (await SignInAsync(Firefox), await SignInAsync("curl/8.0"));
        _system.Clock.Advance(TimeSpan.FromHours(7));
        await elsewhere.Client.MeAsync();
        await here.Client.MeAsync();
        var seen = _system.Clock.GetUtcNow();
        _system.Clock.Advance(TimeSpan.FromHours(6));

        Assert.Equal(seen, Assert.Single(await here.Client.SessionsAsync(), one => !one.Current).SeenAt);

        _system.Clock.Advance(TimeSpan.FromHours(6) + TimeSpan.FromMinutes(1));
        Assert.True(Assert.Single(await here.Client.SessionsAsync()).Current);
        Assert.Null(await elsewhere.Client.MeAsync());
    }

    [Fact]
    public async Task One_that_is_ended_from_another_is_refused_with_its_next_request_and_its_console_is_closed()
    {
        var (here, elsewhere) = (await SignInAsync(Firefox), await SignInAsync("curl/8.0"));
        var (hereClosed, elsewhereClosed) = (await ListenAsync(here), await ListenAsync(elsewhere));
        var other = Assert.Single(await here.Client.SessionsAsync(), one => !one.Current);

        await here.Client.EndSessionAsync(other.Id);

        Assert.Equal(HttpStatusCode.Unauthorized, await AskWithAsync(elsewhere.Cookies.Cookie!));
        await elsewhereClosed.WaitAsync(TimeSpan.FromSeconds(30));
        Assert.NotNull(await here.Client.MeAsync());
        Assert.False(hereClosed.IsCompleted);
        Assert.Equal("session.unknown", (await Assert.ThrowsAsync<ProblemException>(() => here.Client.EndSessionAsync(other.Id))).Code);
    }

    [Fact]
    public async Task Nobody_ends_a_session_of_another_by_its_id()
    {
        var ben = await SignInAsync(Firefox);
        var his = Assert.Single(await ben.Client.SessionsAsync());

        Assert.Equal("session.unknown", (await Assert.ThrowsAsync<ProblemException>(() => _system.Ada.EndSessionAsync(his.Id))).Code);
        Assert.NotNull(await ben.Client.MeAsync());
    }

    [Fact]
    public async Task After_signing_out_the_cookie_that_somebody_kept_opens_nothing()
    {
        var ben = await SignInAsync(Firefox);
        var kept = ben.Cookies.Cookie!;
        Assert.Equal(HttpStatusCode.OK, await AskWithAsync(kept));

        await ben.Client.SignOutAsync();

        Assert.Equal(HttpStatusCode.Unauthorized, await AskWithAsync(kept));
    }

    [Fact]
    public async Task Signed_out_everywhere_this_one_is_over_too()
    {
        var (here, elsewhere) = (await SignInAsync(Firefox), await SignInAsync("curl/8.0"));

        await here.Client.EndSessionsEverywhereAsync();

        Assert.Equal([HttpStatusCode.Unauthorized, HttpStatusCode.Unauthorized], [await AskWithAsync(here.Cookies.Cookie!), await AskWithAsync(elsewhere.Cookies.Cookie!)]);
        Assert.Single(await (await SignInAsync(Firefox)).Client.SessionsAsync());
    }

    [Fact]
    public async Task An_administrator_ends_all_of_a_person_who_may_then_sign_in_again_and_nobody_else_does()
    {
        var (here, elsewhere) = (await SignInAsync(Firefox), await SignInAsync("curl/8.0"));
        var closed = await ListenAsync(here);
        var id = (await here.Client.MeAsync())!.Person.Id;
        Assert.Equal(HttpStatusCode.Forbidden, (await Assert.ThrowsAsync<ProblemException>(() => here.Client.EndSessionsOfAsync(id))).Status);

        await _system.Ada.EndSessionsOfAsync(id);

        Assert.Equal([HttpStatusCode.Unauthorized, HttpStatusCode.Unauthorized], [await AskWithAsync(here.Cookies.Cookie!), await AskWithAsync(elsewhere.Cookies.Cookie!)]);
        await closed.WaitAsync(TimeSpan.FromSeconds(30));
        await SignInAsync(Firefox);
    }

    private async Task<Place> SignInAsync(string userAgent)
    {
        var cookies = new LoopbackCookies();
        var http = new HttpClient(cookies) { BaseAddress = _system.Address };
        _used.AddRange([http, cookies]);
        Assert.True(http.DefaultRequestHeaders.TryAddWithoutValidation("User-Agent", userAgent));
        var client = new CoordinationClient(http, TimeProvider.System);
        await client.SignInAsync(new SignInRequest("ben@cert.example", _system.Password));
        return new(client, cookies);
    }

    /// <summary>What a request with this cookie is answered.</summary>
    private async Task<HttpStatusCode> AskWithAsync(string cookie)
    {
        using var http = _system.Http();
        http.DefaultRequestHeaders.Add("Cookie", cookie);
        using var answer = await http.GetAsync(new Uri(Routes.Me, UriKind.Relative));
        return answer.StatusCode;
    }

    /// <summary>Opens a console there; what is returned completes when it is closed.</summary>
    private async Task<Task> ListenAsync(Place place)
    {
        var closed = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var hub = new HubConnectionBuilder()
            .WithUrl(new Uri(_system.Address, LiveHub.Path), options => options.Headers["Cookie"] = place.Cookies.Cookie!)
            .AddJsonProtocol(options => options.PayloadSerializerOptions = Wire.Json)
            .Build();
        hub.Closed += _ =>
        {
            closed.TrySetResult();
            return Task.CompletedTask;
        };
        await hub.StartAsync();
        await hub.InvokeAsync(LiveHub.JoinBoard);
        return closed.Task;
    }

    private sealed record Place(CoordinationClient Client, LoopbackCookies Cookies);
}
