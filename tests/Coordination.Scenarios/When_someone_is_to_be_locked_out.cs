using System.Net;
using System.Net.Http.Json;
using Coordination.Cli.Access;
using Coordination.Contracts;
using Coordination.Contracts.Access;
using Coordination.Contracts.Client;
using Coordination.Host.Access;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;

namespace Coordination.Scenarios;

/// <summary>Somebody tries wrong passwords on Ben's account, perhaps only so that he cannot come in.</summary>
public sealed class When_someone_is_to_be_locked_out : IAsyncLifetime
{
    private const string Ben = "ben@cert.example";
    private static readonly Uri SignIn = new(Routes.SignIn, UriKind.Relative);

    private readonly RunningSystem _system = new() { Change = services => services.AddSingleton<IStartupFilter, Addresses>() };
    private readonly List<IDisposable> _used = [];

    public Task InitializeAsync() => _system.InitializeAsync();

    public Task DisposeAsync()
    {
        _used.ForEach(one => one.Dispose());
        return _system.DisposeAsync();
    }

    [Fact]
    public async Task Five_wrong_passwords_shut_the_account_for_their_address_and_for_no_other()
    {
        using var attacker = Browser("203.0.113.66");
        for (var attempt = 0; attempt < 5; attempt++)
        {
            Assert.Equal(HttpStatusCode.Unauthorized, await TryAsync(attacker, "not his password"));
        }

        Assert.Equal(HttpStatusCode.Unauthorized, await TryAsync(attacker, _system.Password));
        using var ben = Browser("198.51.100.7");
        Assert.Equal(HttpStatusCode.OK, await TryAsync(ben, _system.Password));
    }

    [Fact]
    public async Task Many_from_everywhere_shut_it_for_strangers_and_a_device_that_is_known_comes_in_all_the_same()
    {
        using var ben = await KnownAsync("198.51.100.7", Ben);
        // His colleague's device is known too, but not for his account.
        using var ada = await KnownAsync("198.51.100.8", "ada@cert.example");

        for (var attempt = 0; attempt < Lockout.FromStrangers; attempt++)
        {
            using var attacker = Browser($"203.0.113.{attempt + 1}");
            Assert.Equal(HttpStatusCode.Unauthorized, await TryAsync(attacker, "not his password"));
        }

        using var stranger = Browser("198.51.100.9");
        Assert.Equal(HttpStatusCode.Unauthorized, await TryAsync(stranger, _system.Password));
        Assert.Equal(HttpStatusCode.Unauthorized, await TryAsync(ada, _system.Password));
        using var forger = Browser("198.51.100.10", "coordination-device-000000000000=forged; coordination-device=forged");
        Assert.Equal(HttpStatusCode.Unauthorized, await TryAsync(forger, _system.Password));
        Assert.Equal(HttpStatusCode.OK, await TryAsync(ben, _system.Password));
    }

    [Fact]
    public async Task A_device_that_is_known_has_no_more_guesses_than_a_stranger_and_takes_none_from_its_owner_elsewhere()
    {
        using var lost = await KnownAsync("198.51.100.7", Ben);
        for (var attempt = 0; attempt < 5; attempt++)
        {
            Assert.Equal(HttpStatusCode.Unauthorized, await TryAsync(lost, "not his password"));
        }

        Assert.Equal(HttpStatusCode.Unauthorized, await TryAsync(lost, _system.Password));
        using var ben = Browser("198.51.100.7");
        Assert.Equal(HttpStatusCode.OK, await TryAsync(ben, _system.Password));
    }

    [Fact]
    public async Task Who_has_the_password_and_not_the_device_is_shut_out_after_five_wrong_codes()
    {
        using var ben = Browser("198.51.100.7");
        Assert.Equal(HttpStatusCode.OK, await TryAsync(ben, _system.Password));
        var client = new CoordinationClient(ben, TimeProvider.System);
        var begun = await client.BeginSecondFactorAsync();
        var codes = (await client.ConfirmSecondFactorAsync(new SecondFactorCode(Totp.Code(begun.Key, TimeProvider.System.GetUtcNow())))).Codes;

        using var thief = Browser("203.0.113.66");
        for (var attempt = 0; attempt < 5; attempt++)
        {
            Assert.Equal("sign-in.code-wrong", await CodeOfAsync(thief, "00000-00000"));
        }

        Assert.Equal("sign-in.refused", await CodeOfAsync(thief, codes[0]));
        Assert.Null(await CodeOfAsync(ben, codes[0]));
    }

    private async Task<string?> CodeOfAsync(HttpClient browser, string code)
    {
        using var answer = await browser.PostAsJsonAsync(SignIn, new SignInRequest(Ben, _system.Password, code), Wire.Json);
        return answer.IsSuccessStatusCode ? null : (await answer.Content.ReadFromJsonAsync<Problem>(Wire.Json))!.Code;
    }

    private static async Task<HttpStatusCode> TryAsync(HttpClient browser, string password, string mail = Ben)
    {
        using var answer = await browser.PostAsJsonAsync(SignIn, new SignInRequest(mail, password), Wire.Json);
        return answer.StatusCode;
    }

    /// <summary>A browser in which somebody has signed in before; the session is over, only what says that the device is known is left.</summary>
    private async Task<HttpClient> KnownAsync(string address, string mail)
    {
        using var cookies = new LoopbackCookies();
        using var before = new HttpClient(cookies) { BaseAddress = _system.Address };
        before.DefaultRequestHeaders.Add(Addresses.Header, address);
        Assert.Equal(HttpStatusCode.OK, await TryAsync(before, _system.Password, mail));
        return Browser(address, Assert.Single(cookies.Cookie!.Split("; "), cookie => cookie.StartsWith("coordination-device-", StringComparison.Ordinal)));
    }

    private HttpClient Browser(string address, string? cookie = null)
    {
        var cookies = new LoopbackCookies();
        _used.Add(cookies);
        var http = new HttpClient(cookies, disposeHandler: false) { BaseAddress = _system.Address };
        http.DefaultRequestHeaders.Add(Addresses.Header, address);
        if (cookie is not null)
        {
            http.DefaultRequestHeaders.Add("Cookie", cookie);
        }

        return http;
    }
}
