using System.Net;
using System.Text.Json.Nodes;
using Coordination.Cli.Access;
using Coordination.Contracts.Access;
using Coordination.Contracts.Client;

namespace Coordination.Scenarios;

/// <summary>Ben adds passkeys and signs in with them; what is no answer to the question, or not his, or not from here, is refused.</summary>
public sealed class When_a_passkey_is_shown : IAsyncLifetime
{
    /// <summary>As behind a proxy: the server itself listens elsewhere and without TLS.</summary>
    private const string Public = "https://desk.cert.example";

    private readonly RunningSystem _system = new() { Settings = [$"--Coordination:PublicAddress={Public}"] };
    private readonly List<IDisposable> _used = [];

    public Task InitializeAsync() => _system.InitializeAsync();

    public Task DisposeAsync()
    {
        _used.ForEach(one => one.Dispose());
        return _system.DisposeAsync();
    }

    [Fact]
    public async Task It_lets_in_without_address_or_password_until_it_is_removed()
    {
        var (ben, key) = await WithKeyAsync();
        var added = Assert.Single(await ben.PasskeysAsync());
        Assert.Equal(("laptop", null), (added.Name, added.UsedAt));

        var visitor = Visitor();
        var question = await visitor.BeginSignInByPasskeyAsync();
        Assert.Equal("desk.cert.example", (string?)JsonNode.Parse(question.Options)!["rpId"]);
        Assert.Equal("required", (string?)JsonNode.Parse(question.Options)!["userVerification"]);
        Assert.Equal("ben@cert.example", (await visitor.SignInByPasskeyAsync(key.Show(question))).Mail);

        Assert.Equal(SignInWay.Passkey, Assert.Single(await visitor.SessionsAsync(), one => one.Current).By);
        Assert.Equal(_system.Clock.GetUtcNow(), Assert.Single(await ben.PasskeysAsync()).UsedAt);

        await ben.RenamePasskeyAsync(added.Id, new("the old laptop"));
        Assert.Equal("the old laptop", Assert.Single(await ben.PasskeysAsync()).Name);
        await ben.RemovePasskeyAsync(added.Id);
        Assert.Empty(await ben.PasskeysAsync());
        Assert.Equal("passkey.refused", await RefusedAsync(async () => await visitor.SignInByPasskeyAsync(key.Show(await visitor.BeginSignInByPasskeyAsync()))));
    }

    [Fact]
    public async Task A_second_factor_is_not_asked_for_and_a_locked_account_is_let_in()
    {
        var (ben, key) = await WithKeyAsync();
        var secret = (await ben.BeginSecondFactorAsync()).Key;
        await ben.ConfirmSecondFactorAsync(new(Totp.Code(secret, TimeProvider.System.GetUtcNow())));
        Assert.Equal("sign-in.code-needed", await RefusedAsync(() => Visitor().SignInAsync(new("ben@cert.example", _system.Password))));
        for (var attempt = 0; attempt < 6; attempt++)
        {
            await RefusedAsync(() => Visitor().SignInAsync(new("ben@cert.example", "not his password")));
        }

        Assert.Equal("sign-in.refused", await RefusedAsync(() => Visitor().SignInAsync(new("ben@cert.example", _system.Password))));

        var visitor = Visitor();
        await visitor.SignInByPasskeyAsync(key.Show(await visitor.BeginSignInByPasskeyAsync()));
    }

    [Fact]
    public async Task An_answer_that_was_used_is_refused_though_its_device_does_not_count()
    {
        var (_, key) = await WithKeyAsync(counts: false);
        var visitor = Visitor();
        var answer = key.Show(await visitor.BeginSignInByPasskeyAsync());
        await visitor.SignInByPasskeyAsync(answer);

        Assert.Equal("passkey.used", await RefusedAsync(() => Visitor().SignInByPasskeyAsync(answer)));
    }

    [Fact]
    public async Task An_answer_to_another_challenge_or_from_another_address_or_without_its_user_verified_is_refused()
    {
        var (_, key) = await WithKeyAsync();
        var visitor = Visitor();
        var question = await visitor.BeginSignInByPasskeyAsync();

        key.Challenge = (string?)JsonNode.Parse((await visitor.BeginSignInByPasskeyAsync()).Options)!["challenge"];
        Assert.Equal("passkey.refused", await RefusedAsync(() => visitor.SignInByPasskeyAsync(key.Show(question))));
        key.Challenge = null;

        foreach (var origin in new[] { "https://desk.cert.example.evil.example", "https://evil.example", "http://desk.cert.example", "https://desk.cert.example:8443", _system.Address.GetLeftPart(UriPartial.Authority) })
        {
            key.Origin = origin;
            Assert.Equal("passkey.refused", await RefusedAsync(() => visitor.SignInByPasskeyAsync(key.Show(question))));
        }

        key.Origin = Public;
        key.Domain = "evil.example";
        Assert.Equal("passkey.refused", await RefusedAsync(() => visitor.SignInByPasskeyAsync(key.Show(question))));
        key.Domain = "desk.cert.example";

        key.VerifiesUser = false;
        Assert.Equal("passkey.refused", await RefusedAsync(() => visitor.SignInByPasskeyAsync(key.Show(question))));
        key.VerifiesUser = true;

        await visitor.SignInByPasskeyAsync(key.Show(question));
    }

    [Fact]
    public async Task A_question_is_answered_within_five_minutes_and_for_what_it_was_asked()
    {
        var (ben, key) = await WithKeyAsync();
        var visitor = Visitor();
        var question = await visitor.BeginSignInByPasskeyAsync();
        var toAdd = await ben.BeginPasskeyAsync();

        Assert.Equal("passkey.question-gone", await RefusedAsync(() => visitor.SignInByPasskeyAsync(key.Show(toAdd))));
        Assert.Equal("passkey.question-gone", await RefusedAsync(() => visitor.SignInByPasskeyAsync(key.Show(question) with { State = "made up" })));
        _system.Clock.Advance(TimeSpan.FromMinutes(5));
        Assert.Equal("passkey.question-gone", await RefusedAsync(() => visitor.SignInByPasskeyAsync(key.Show(question))));
    }

    [Fact]
    public async Task Nobody_gets_in_as_another_with_a_key_of_their_own_nor_adds_what_another_was_asked_for()
    {
        var (_, bens) = await WithKeyAsync();
        using var adas = new SoftwareKey("desk.cert.example", Public);
        await _system.Ada.AddPasskeyAsync(adas.Make(await _system.Ada.BeginPasskeyAsync(), "Ada's"));

        var visitor = Visitor();
        adas.UserHandle = bens.UserHandle;
        Assert.Equal("passkey.refused", await RefusedAsync(async () => await visitor.SignInByPasskeyAsync(adas.Show(await visitor.BeginSignInByPasskeyAsync()))));

        using var planted = new SoftwareKey("desk.cert.example", Public);
        var ben = await SignInAsync();
        var asked = planted.Make(await _system.Ada.BeginPasskeyAsync(), "planted");
        Assert.Equal("passkey.question-gone", await RefusedAsync(() => ben.AddPasskeyAsync(asked)));
    }

    [Fact]
    public async Task A_key_is_added_once_under_a_name_and_not_more_than_ten()
    {
        var (ben, _) = await WithKeyAsync();
        using var second = new SoftwareKey("desk.cert.example", Public);
        var request = second.Make(await ben.BeginPasskeyAsync(), " ");
        Assert.Equal("passkey.name-missing", await RefusedAsync(() => ben.AddPasskeyAsync(request)));
        await ben.AddPasskeyAsync(second.Make(await ben.BeginPasskeyAsync(), "telephone"));
        Assert.Equal("passkey.refused", await RefusedAsync(async () => await ben.AddPasskeyAsync(second.Make(await ben.BeginPasskeyAsync(), "telephone again"))));

        for (var number = 3; number <= 10; number++)
        {
            using var another = new SoftwareKey("desk.cert.example", Public);
            await ben.AddPasskeyAsync(another.Make(await ben.BeginPasskeyAsync(), $"key {number}"));
        }

        using var tooMany = new SoftwareKey("desk.cert.example", Public);
        Assert.Equal("passkey.too-many", await RefusedAsync(async () => await ben.AddPasskeyAsync(tooMany.Make(await ben.BeginPasskeyAsync(), "key 11"))));
    }

    [Fact]
    public async Task Who_is_shut_out_is_so_with_a_passkey_too()
    {
        var (ben, key) = await WithKeyAsync();
        var me = (await ben.MeAsync())!;
        await _system.Ada.ChangePersonAsync(me.Person.Id, new(me.Person.Name, me.Mail, me.Role, Active: false));

        var visitor = Visitor();
        await RunningSystem.UntilAsync(async () => await ben.MeAsync() is null);
        Assert.Equal("person.inactive", await RefusedAsync(async () => await visitor.SignInByPasskeyAsync(key.Show(await visitor.BeginSignInByPasskeyAsync()))));
    }

    private async Task<(CoordinationClient Ben, SoftwareKey Key)> WithKeyAsync(bool counts = true)
    {
        var (ben, key) = (await SignInAsync(), new SoftwareKey("desk.cert.example", Public) { Counts = counts });
        _used.Add(key);
        await ben.AddPasskeyAsync(key.Make(await ben.BeginPasskeyAsync(), "laptop"));
        return (ben, key);
    }

    private async Task<CoordinationClient> SignInAsync()
    {
        var client = Visitor();
        await client.SignInAsync(new SignInRequest("ben@cert.example", _system.Password));
        return client;
    }

    private CoordinationClient Visitor()
    {
        var handler = new LoopbackCookies();
        var http = new HttpClient(handler) { BaseAddress = _system.Address };
        _used.AddRange([http, handler]);
        return new(http, TimeProvider.System);
    }

    private static async Task<string> RefusedAsync(Func<Task> deed)
    {
        var refused = await Assert.ThrowsAsync<ProblemException>(deed);
        Assert.InRange(refused.Status, HttpStatusCode.BadRequest, HttpStatusCode.Conflict);
        return refused.Code;
    }
}
