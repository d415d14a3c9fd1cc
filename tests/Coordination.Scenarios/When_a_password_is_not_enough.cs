using System.Net;
using Coordination.Cli.Access;
using Coordination.Contracts.Access;
using Coordination.Contracts.Client;
using Coordination.Host.Access;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Coordination.Scenarios;

/// <summary>Ben sets up a second factor, signs in with it, loses his device, and ends his sessions.</summary>
public sealed class When_a_password_is_not_enough : IAsyncLifetime
{
    private const string Mail = "ben@cert.example";
    private readonly RunningSystem _system = new();
    private readonly List<IDisposable> _used = [];

    /// <summary>The step of thirty seconds at which the test began: a code is good for two steps before and after its own.</summary>
    private readonly long _step = TimeProvider.System.GetUtcNow().ToUnixTimeSeconds() / 30;

    public Task InitializeAsync() => _system.InitializeAsync();

    public Task DisposeAsync()
    {
        _used.ForEach(one => one.Dispose());
        return _system.DisposeAsync();
    }

    [Fact]
    public async Task The_device_lets_in_each_code_once_and_recovery_codes_do_so_without_it()
    {
        var ben = await SignInAsync();
        var (key, codes) = await SetUpAsync(ben);
        Assert.Equal(new SecondFactorView(true, 10), await ben.SecondFactorAsync());
        // Whoever sets it up goes on; in other browsers they sign in anew.
        _system.Clock.Advance(TimeSpan.FromMinutes(6));
        Assert.Equal(new SecondFactorView(true, 10), await ben.SecondFactorAsync());

        Assert.Equal("sign-in.code-needed", await RefusedAsync(null));
        Assert.Equal("sign-in.code-wrong", await RefusedAsync(Code(key, -40)));
        // The code that confirmed the key was used then.
        Assert.Equal("sign-in.code-wrong", await RefusedAsync(Code(key, 0)));
        Assert.Equal(Mail, (await (await SignInAsync(Code(key, 1))).MeAsync())!.Mail);
        Assert.Equal("sign-in.code-wrong", await RefusedAsync(Code(key, 1)));
        await SignInAsync(codes[0]);
        Assert.Equal("sign-in.code-wrong", await RefusedAsync(codes[0]));
        Assert.Equal(new SecondFactorView(true, 9), await ben.SecondFactorAsync());

        var renewed = (await ben.NewRecoveryCodesAsync()).Codes;
        Assert.Equal("sign-in.code-wrong", await RefusedAsync(codes[1]));
        await SignInAsync(renewed[0]);
        await ben.RemoveSecondFactorAsync();
        await SignInAsync();
    }

    [Fact]
    public async Task Who_has_lost_device_and_codes_is_let_in_again_by_an_administrator_and_by_nobody_else()
    {
        var ben = await SignInAsync();
        await SetUpAsync(ben);
        var id = (await ben.MeAsync())!.Person.Id;
        Assert.Equal(HttpStatusCode.Forbidden, (await Assert.ThrowsAsync<ProblemException>(() => ben.RemoveSecondFactorOfAsync(id))).Status);
        Assert.Equal("sign-in.code-needed", await RefusedAsync(null));

        await _system.Ada.RemoveSecondFactorOfAsync(id);

        await SignInAsync();
        Assert.Equal(new SecondFactorView(false, 0), await ben.SecondFactorAsync());
    }

    [Fact]
    public async Task Of_keys_that_are_asked_for_at_once_those_that_were_not_kept_are_refused()
    {
        var ben = await SignInAsync();
        var answers = await Task.WhenAll(Enumerable.Range(0, 12).Select(async _ =>
        {
            try
            {
                return (await ben.BeginSecondFactorAsync()).Key;
            }
            catch (ProblemException refused)
            {
                return refused.Code;
            }
        }));

        Assert.All(answers, answer => Assert.True(answer is "access.account-changed" || answer.Length == 32, answer));
        var last = await ben.BeginSecondFactorAsync();
        await ben.ConfirmSecondFactorAsync(new SecondFactorCode(Code(last.Key, 0)));
    }

    [Fact]
    public async Task A_key_counts_once_its_code_was_confirmed()
    {
        var ben = await SignInAsync();
        var begun = await ben.BeginSecondFactorAsync();
        Assert.StartsWith("otpauth://totp/Coordination%3Aben%40cert.example?secret=", begun.Uri, StringComparison.Ordinal);
        Assert.Equal("second-factor.code-wrong", (await Assert.ThrowsAsync<ProblemException>(() => ben.ConfirmSecondFactorAsync(new SecondFactorCode("000000")))).Code);
        await SignInAsync();

        await ben.ConfirmSecondFactorAsync(new SecondFactorCode(Code(begun.Key, 0)));
        Assert.Equal("second-factor.on", (await Assert.ThrowsAsync<ProblemException>(() => ben.BeginSecondFactorAsync())).Code);
    }

    [Fact]
    public async Task In_the_database_stands_neither_the_key_nor_a_recovery_code()
    {
        var (key, codes) = await SetUpAsync(await SignInAsync());

        await using var scope = _system.Services.CreateAsyncScope();
        var kept = string.Join('\n', await scope.ServiceProvider.GetRequiredService<AccountDatabase>().UserTokens.Select(token => token.Value).ToListAsync());

        Assert.NotEmpty(kept);
        Assert.All(codes.Append(key), secret => Assert.DoesNotContain(secret, kept, StringComparison.OrdinalIgnoreCase));
    }

    [Fact]
    public async Task Signed_out_everywhere_another_session_is_over_with_its_next_request_and_this_one_goes_on()
    {
        var (here, elsewhere) = (await SignInAsync(), await SignInAsync());
        Assert.NotNull(await elsewhere.MeAsync());

        _system.Clock.Advance(TimeSpan.FromSeconds(1));
        await here.EndSessionsAsync();

        await RunningSystem.UntilAsync(async () => await elsewhere.MeAsync() is null);
        Assert.NotNull(await here.MeAsync());
        Assert.NotNull(await (await SignInAsync()).MeAsync());
    }

    private async Task<(string Key, IReadOnlyList<string> Codes)> SetUpAsync(CoordinationClient ben)
    {
        var begun = await ben.BeginSecondFactorAsync();
        var codes = (await ben.ConfirmSecondFactorAsync(new SecondFactorCode(Code(begun.Key, 0)))).Codes;
        Assert.Equal(10, codes.Distinct().Count());
        return (begun.Key, codes);
    }

    private async Task<CoordinationClient> SignInAsync(string? code = null)
    {
        var handler = new LoopbackCookies();
        var http = new HttpClient(handler) { BaseAddress = _system.Address };
        _used.AddRange([http, handler]);
        var client = new CoordinationClient(http, TimeProvider.System);
        await client.SignInAsync(new SignInRequest(Mail, _system.Password, code));
        return client;
    }

    private async Task<string> RefusedAsync(string? code)
    {
        var refused = await Assert.ThrowsAsync<ProblemException>(() => SignInAsync(code));
        Assert.Equal(HttpStatusCode.Unauthorized, refused.Status);
        return refused.Code;
    }

    /// <summary>What a device shows, some steps of thirty seconds from when the test began.</summary>
    private string Code(string key, int steps) => Totp.Code(key, DateTimeOffset.FromUnixTimeSeconds((_step + steps) * 30));
}
