using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Coordination.Scenarios.OpenId;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.IdentityModel.Tokens;

namespace Coordination.Scenarios;

/// <summary>One server for all lies of one provider.</summary>
public sealed class LyingProvider : IAsyncLifetime
{
    internal const string Secret = "a-secret-that-is-long-enough-for-an-hmac-of-256-bits";

    internal CrookedProvider Provider { get; private set; } = null!;

    internal OpenIdSystem System { get; private set; } = null!;

    public async Task InitializeAsync()
    {
        Provider = new(new Uri(OpenIdSystem.Free() + "/"));
        await Provider.StartAsync();
        System = await OpenIdSystem.StartAsync(OpenIdSystem.Free(), Provider.Address, Secret);
    }

    public async Task DisposeAsync()
    {
        await System.DisposeAsync();
        await Provider.DisposeAsync();
    }
}

/// <summary>Nothing that a provider, or someone who plays it, says wrongly lets anyone in, makes an error of the server, or stands in its log.</summary>
public sealed class When_a_provider_lies(LyingProvider lying) : IClassFixture<LyingProvider>
{
    private const string Unbelievable = "cannot be believed";
    private const string Over = "This sign-in is over";
    private const string Away = "does not answer";

    private static readonly Dictionary<string, (Action<CrookedProvider> Lie, string Told)> Lies = new(StringComparer.Ordinal)
    {
        ["another nonce"] = (one => one.Twist = token => token.Claims["nonce"] = "another", Unbelievable),
        ["no nonce"] = (one => one.Twist = token => token.Claims.Remove("nonce"), Unbelievable),
        ["an expired token"] = (one => one.Twist = token => (token.IssuedAt, token.NotBefore, token.Expires) = (token.IssuedAt!.Value.AddHours(-2), token.NotBefore!.Value.AddHours(-2), token.Expires!.Value.AddHours(-1)), Unbelievable),
        ["a token of tomorrow"] = (one => one.Twist = token => (token.NotBefore, token.Expires) = (token.NotBefore!.Value.AddDays(1), token.Expires!.Value.AddDays(1)), Unbelievable),
        ["a token that never expires"] = (one => one.Twist = token => token.Expires = null, Unbelievable),
        ["a token for another client"] = (one => one.Twist = token => token.Audience = "another", Unbelievable),
        ["a token of another issuer"] = (one => one.Twist = token => token.Issuer = "https://login.elsewhere.example/", Unbelievable),
        ["no issuer"] = (one => one.Twist = token => token.Issuer = null, Unbelievable),
        ["no subject"] = (one => one.Twist = token => token.Claims.Remove("sub"), Unbelievable),
        ["alg none"] = (one => one.Twist = token => token.SigningCredentials = null, Unbelievable),
        ["alg none over a signed token"] = (one => one.Rewrite = token => Rewritten(token, """{"alg":"none","typ":"JWT"}""", null), Unbelievable),
        ["a signature that was taken away"] = (one => one.Rewrite = token => token[..(token.LastIndexOf('.') + 1)], Unbelievable),
        ["a signature under the client's secret"] = (one => one.Twist = token => token.SigningCredentials = new(new SymmetricSecurityKey(Encoding.UTF8.GetBytes(LyingProvider.Secret)), SecurityAlgorithms.HmacSha256), Unbelievable),
        ["a signature under another key of the same name"] = (one => one.Twist = token => token.SigningCredentials = new(new RsaSecurityKey(RSA.Create(2048)) { KeyId = "k1" }, SecurityAlgorithms.RsaSha256), Unbelievable),
        ["a signature under a key that is not published"] = (one => one.Twist = token => token.SigningCredentials = new(new RsaSecurityKey(RSA.Create(2048)) { KeyId = "k2" }, SecurityAlgorithms.RsaSha256), Unbelievable),
        ["other contents under the signature"] = (one => one.Rewrite = token => Rewritten(token, null, """{"sub":"ada"}"""), Unbelievable),
        ["no token"] = (one => one.Rewrite = _ => "", Unbelievable),
        ["what is no token"] = (one => one.Rewrite = _ => "not.a.token", Unbelievable),
        ["another person at the userinfo endpoint"] = (one => one.UserInfo = new() { ["sub"] = "somebody else" }, Unbelievable),
        ["another state"] = (one => one.TwistAnswer = answer => answer["state"] = "another", Over),
        ["no state"] = (one => one.TwistAnswer = answer => answer.Remove("state"), Over),
        ["no code"] = (one => one.TwistAnswer = answer => answer.Remove("code"), Unbelievable),
        ["an error with a story"] = (one => one.TwistAnswer = answer => (answer["error"], answer["error_description"]) = ("unauthorized_client", "<script>alert(1)</script>\nforged line"), "does not know this system"),
        ["a wrong client"] = (one => one.Interfere = At("/token", http => Results.Json(new { error = "invalid_client", error_description = "the-story-of-the-provider" }, statusCode: 401).ExecuteAsync(http)), "does not know this system"),
        ["a used code"] = (one => one.Interfere = At("/token", http => Results.Json(new { error = "invalid_grant" }, statusCode: 400).ExecuteAsync(http)), Over),
        ["an error of its own"] = (one => one.Interfere = At("/token", http => Results.Text("the-story-of-the-provider", statusCode: 500).ExecuteAsync(http)), Away),
        ["a page instead of a token"] = (one => one.Interfere = At("/token", http => Results.Content("<html>the-story-of-the-provider</html>", "text/html").ExecuteAsync(http)), Unbelievable),
        ["broken JSON"] = (one => one.Interfere = At("/token", http => Results.Content("""{"id_token":"the-story-of-the-provider""", "application/json").ExecuteAsync(http)), Unbelievable),
        ["a redirect to elsewhere"] = (one => one.Interfere = At("/token", http => Results.Redirect("http://127.0.0.1:9/").ExecuteAsync(http)), Away),
        ["a broken wire"] = (one => one.Interfere = At("/token", http => { http.Abort(); return Task.CompletedTask; }), Away),
    };

    public static TheoryData<string> Names => [.. Lies.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public async Task Nobody_comes_in_by(string lie)
    {
        var (provider, system) = (lying.Provider, lying.System);
        provider.Mend();
        Lies[lie].Lie(provider);
        using var visitor = new Visitor();

        var page = await visitor.GetAsync(system.Path("/openid/sign-in"));

        Assert.Equal("/openid/callback", page.Address.AbsolutePath);
        Assert.True(page.Text.Contains(Lies[lie].Told, StringComparison.Ordinal), page.Text);
        Assert.True(page.Status is HttpStatusCode.BadRequest or HttpStatusCode.BadGateway or HttpStatusCode.Forbidden, $"{page.Status}");
        Assert.False(visitor.Has("coordination"));
        Assert.DoesNotContain("<script", page.Text, StringComparison.Ordinal);
        AssertNothingToldOfIt(page.Text);
        Assert.Contains(system.Log, line => line.Contains("A sign-in by OpenID Connect failed", StringComparison.Ordinal));
        Assert.All(system.Log, AssertNothingToldOfIt);
    }

    [Fact]
    public async Task An_honest_answer_lets_in_and_leaves_nothing_in_the_log()
    {
        lying.Provider.Mend();
        using var visitor = new Visitor();

        var page = await visitor.GetAsync(lying.System.Path("/openid/sign-in"));

        Assert.Equal("/console", page.Address.AbsolutePath);
        Assert.Equal("ida@crooked.example", (await lying.System.MeAsync(visitor))!.Mail);
        Assert.All(lying.System.Log, AssertNothingToldOfIt);
    }

    private void AssertNothingToldOfIt(string text)
    {
        foreach (var secret in lying.Provider.IdToken.Split('.').Where(part => part.Length > 20).Concat([CrookedProvider.AccessToken, CrookedProvider.Code, LyingProvider.Secret, "the-story-of-the-provider", "forged line", "ida@crooked.example"]))
        {
            Assert.DoesNotContain(secret, text, StringComparison.Ordinal);
        }
    }

    private static Func<HttpContext, Task?> At(string path, Func<HttpContext, Task> answer) => http => http.Request.Path == path ? answer(http) : null;

    private static string Rewritten(string token, string? header, string? body)
    {
        var parts = token.Split('.');
        return string.Join('.', header is null ? parts[0] : Encoded(header), body is null ? parts[1] : Encoded(Merged(parts[1], body)), header is null ? parts[2] : "");
    }

    private static string Merged(string part, string changes)
    {
        var claims = JsonSerializer.Deserialize<Dictionary<string, JsonElement>>(WebEncoders.Base64UrlDecode(part))!;
        foreach (var (name, value) in JsonSerializer.Deserialize<Dictionary<string, JsonElement>>(changes)!)
        {
            claims[name] = value;
        }

        return JsonSerializer.Serialize(claims);
    }

    private static string Encoded(string json) => WebEncoders.Base64UrlEncode(Encoding.UTF8.GetBytes(json));
}
