using System.Security.Cryptography;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.Logging;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace Coordination.Scenarios.OpenId;

/// <summary>A provider made by hand, which says whatever a test has it say. It has no page: everyone is <c>Ida</c>.</summary>
internal sealed class CrookedProvider : IAsyncDisposable
{
    private readonly RsaSecurityKey _key = new(RSA.Create(2048)) { KeyId = "k1" };
    private readonly WebApplication _app;

    public CrookedProvider(Uri address)
    {
        Address = address;
        var builder = WebApplication.CreateBuilder(["--hostBuilder:reloadConfigOnChange=false"]);
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls(address.GetLeftPart(UriPartial.Authority));
        _app = builder.Build();
        _app.Use((http, next) => Interfere?.Invoke(http) ?? next(http));
        _app.MapGet("/.well-known/openid-configuration", () => Results.Json(Metadata));
        _app.MapGet("/keys", () => Results.Json(new { keys = new[] { Published } }));
        _app.MapGet("/authorize", Authorize);
        _app.MapPost("/token", () => Results.Json(new Dictionary<string, object?> { ["access_token"] = AccessToken, ["token_type"] = "Bearer", ["expires_in"] = 300, ["id_token"] = IdToken = Rewrite(Token()) }));
        _app.MapGet("/userinfo", () => Results.Json(UserInfo));
    }

    public const string AccessToken = "the-access-token-of-the-crooked-provider";
    public const string Code = "the-code-of-the-crooked-provider";

    public Uri Address { get; }

    public Dictionary<string, object> Metadata => new()
    {
        ["issuer"] = Address.ToString(), ["authorization_endpoint"] = $"{Address}authorize", ["token_endpoint"] = $"{Address}token", ["userinfo_endpoint"] = $"{Address}userinfo", ["jwks_uri"] = $"{Address}keys",
        ["response_types_supported"] = new[] { "code" }, ["id_token_signing_alg_values_supported"] = new[] { "RS256" },
    };

    /// <summary>Answers instead of the provider; null: it answers itself.</summary>
    public Func<HttpContext, Task?>? Interfere { get; set; }

    /// <summary>What is changed in the token before it is signed, and after.</summary>
    public Action<SecurityTokenDescriptor> Twist { get; set; } = static _ => { };

    public Func<string, string> Rewrite { get; set; } = static token => token;

    /// <summary>What is changed in the answer that the browser brings.</summary>
    public Action<Dictionary<string, string?>> TwistAnswer { get; set; } = static _ => { };

    public Dictionary<string, object> UserInfo { get; set; } = [];

    /// <summary>The last token, as it was handed out.</summary>
    public string IdToken { get; private set; } = "";

    private string _nonce = "";

    public Task StartAsync() => _app.StartAsync();

    /// <summary>An honest provider again.</summary>
    public void Mend() => (Interfere, Twist, Rewrite, TwistAnswer, UserInfo) = (null, static _ => { }, static token => token, static _ => { }, new() { ["sub"] = "ida" });

    public async ValueTask DisposeAsync()
    {
        await _app.DisposeAsync();
        _key.Rsa.Dispose();
    }

    private Dictionary<string, string> Published
    {
        get
        {
            var open = JsonWebKeyConverter.ConvertFromRSASecurityKey(new(_key.Rsa.ExportParameters(false)));
            return new() { ["kty"] = "RSA", ["use"] = "sig", ["kid"] = _key.KeyId, ["n"] = open.N, ["e"] = open.E };
        }
    }

    private IResult Authorize(HttpContext http)
    {
        _nonce = http.Request.Query["nonce"].ToString();
        var answer = new Dictionary<string, string?> { ["code"] = Code, ["state"] = http.Request.Query["state"] };
        TwistAnswer(answer);
        return Results.Redirect(QueryHelpers.AddQueryString(http.Request.Query["redirect_uri"].ToString(), answer));
    }

    private string Token()
    {
        var now = TimeProvider.System.GetUtcNow().UtcDateTime;
        var token = new SecurityTokenDescriptor
        {
            Issuer = Address.ToString(),
            Audience = OrganisationsProvider.ClientId,
            IssuedAt = now,
            NotBefore = now,
            Expires = now.AddMinutes(5),
            Claims = new Dictionary<string, object> { ["sub"] = "ida", ["nonce"] = _nonce, ["name"] = "Ida", ["email"] = "ida@crooked.example", ["email_verified"] = true, ["groups"] = new[] { "officers" } },
            SigningCredentials = new(_key, SecurityAlgorithms.RsaSha256),
        };
        Twist(token);
        return new JsonWebTokenHandler { SetDefaultTimesOnTokenCreation = false }.CreateToken(token);
    }
}
