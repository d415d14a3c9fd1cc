using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Net;
using System.Security.Claims;
using Coordination.Host.Composition;
using Microsoft.AspNetCore;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using OpenIddict.Abstractions;
using OpenIddict.Server.AspNetCore;
using static OpenIddict.Abstractions.OpenIddictConstants;

namespace Coordination.Scenarios.OpenId;

/// <summary>Someone whom the provider knows.</summary>
internal sealed record Known(string Subject, string Name, string Mail, bool Verified, params string[] Groups);

/// <summary>
/// A real OpenID provider (OpenIddict, with its store in memory) on a port of its own: it checks the client's secret, where it is sent back to, PKCE and that a code is used once. Its sign-in page lists
/// who is known. It answers at <c>localhost</c>, which for a browser is another site than <c>127.0.0.1</c>.
/// </summary>
internal sealed class OrganisationsProvider : IAsyncDisposable
{
    public const string ClientId = "coordination";
    public const string Secret = "a-secret-that-only-the-client-has";
    private const string Session = "provider-session";
    private readonly SqliteConnection _store = new("Data Source=:memory:");
    private readonly WebApplication _app;

    private OrganisationsProvider()
    {
        Address = new($"http://localhost:{FreePorts.Take()}/");
        _store.Open();
        var builder = WebApplication.CreateBuilder(["--hostBuilder:reloadConfigOnChange=false"]);
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls(Address.GetLeftPart(UriPartial.Authority));
        builder.Services.AddDbContext<DbContext>(options => options.UseSqlite(_store).UseOpenIddict());
        builder.Services.AddAuthentication(Session).AddCookie(Session, options => options.Cookie.Name = Session);
        builder.Services.AddOpenIddict()
            .AddCore(options => options.UseEntityFrameworkCore().UseDbContext<DbContext>())
            .AddServer(options =>
            {
                options.SetIssuer(Address).SetAuthorizationEndpointUris("authorize").SetTokenEndpointUris("token").SetUserInfoEndpointUris("userinfo").SetEndSessionEndpointUris("end-session")
                    .AllowAuthorizationCodeFlow().RequireProofKeyForCodeExchange().RegisterScopes(Scopes.Email, Scopes.Profile)
                    .AddEphemeralEncryptionKey().AddEphemeralSigningKey();
                options.UseAspNetCore().EnableAuthorizationEndpointPassthrough().EnableEndSessionEndpointPassthrough().EnableUserInfoEndpointPassthrough().DisableTransportSecurityRequirement();
            });
        _app = builder.Build();
        _app.UseAuthentication();
        _app.MapMethods("/authorize", ["GET", "POST"], (Delegate)AuthorizeAsync);
        _app.MapGet("/userinfo", (Delegate)UserInfoAsync);
        _app.MapMethods("/end-session", ["GET", "POST"], (Delegate)EndSessionAsync);
    }

    public Uri Address { get; }

    /// <summary>Who can sign in there, by subject. What is said of them is what stands here at that moment.</summary>
    public ConcurrentDictionary<string, Known> People { get; } = new(StringComparer.Ordinal);

    /// <summary>Tells groups at the userinfo endpoint only, and nothing of them in the token.</summary>
    public bool GroupsAtUserInfoOnly { get; set; }

    /// <summary>The tokens with which sessions were ended.</summary>
    public ConcurrentQueue<string?> EndedWith { get; } = new();

    /// <summary>Starts it and registers one client, which lives at that address.</summary>
    public static async Task<OrganisationsProvider> StartAsync(string client)
    {
        var provider = new OrganisationsProvider();
        await using (var scope = provider._app.Services.CreateAsyncScope())
        {
            await scope.ServiceProvider.GetRequiredService<DbContext>().Database.EnsureCreatedAsync();
            await scope.ServiceProvider.GetRequiredService<IOpenIddictApplicationManager>().CreateAsync(new OpenIddictApplicationDescriptor
            {
                ClientId = ClientId,
                ClientSecret = Secret,
                RedirectUris = { new($"{client}/openid/callback") },
                PostLogoutRedirectUris = { new($"{client}/openid/signed-out") },
                Permissions = { Permissions.Endpoints.Authorization, Permissions.Endpoints.Token, Permissions.Endpoints.EndSession, Permissions.GrantTypes.AuthorizationCode, Permissions.ResponseTypes.Code, Permissions.Scopes.Email, Permissions.Scopes.Profile },
                Requirements = { Requirements.Features.ProofKeyForCodeExchange },
            });
        }

        await provider._app.StartAsync();
        return provider;
    }

    public async ValueTask DisposeAsync()
    {
        await _app.DisposeAsync();
        await _store.DisposeAsync();
    }

    private async Task<IResult> AuthorizeAsync(HttpContext http)
    {
        var request = http.GetOpenIddictServerRequest()!;
        var chosen = http.Request.HasFormContentType ? http.Request.Form["person"].ToString() : (await http.AuthenticateAsync(Session)).Principal?.FindFirstValue(Claims.Subject);
        if (chosen == "no")
        {
            return Results.Forbid(Said(Errors.AccessDenied), [OpenIddictServerAspNetCoreDefaults.AuthenticationScheme]);
        }

        if (chosen is null || !People.TryGetValue(chosen, out var known))
        {
            return Results.Content(Page(http.Request), "text/html; charset=utf-8");
        }

        await http.SignInAsync(Session, new(new ClaimsIdentity([new(Claims.Subject, known.Subject)], Session)));
        var identity = new ClaimsIdentity(OpenIddictServerAspNetCoreDefaults.AuthenticationScheme, Claims.Name, Claims.Role);
        identity.SetClaim(Claims.Subject, known.Subject).SetClaim(Claims.Name, known.Name).SetClaim(Claims.Email, known.Mail).SetClaim(Claims.EmailVerified, known.Verified);
        if (!GroupsAtUserInfoOnly)
        {
            identity.SetClaims("groups", [.. known.Groups]);
        }

        identity.SetScopes(request.GetScopes());
        identity.SetDestinations(static _ => [Destinations.IdentityToken, Destinations.AccessToken]);
        return Results.SignIn(new(identity), null, OpenIddictServerAspNetCoreDefaults.AuthenticationScheme);
    }

    private async Task<IResult> UserInfoAsync(HttpContext http)
    {
        var subject = (await http.AuthenticateAsync(OpenIddictServerAspNetCoreDefaults.AuthenticationScheme)).Principal!.GetClaim(Claims.Subject)!;
        return Results.Json(new Dictionary<string, object> { ["sub"] = subject, ["groups"] = People[subject].Groups });
    }

    private async Task<IResult> EndSessionAsync(HttpContext http)
    {
        EndedWith.Enqueue(http.GetOpenIddictServerRequest()!.IdTokenHint);
        await http.SignOutAsync(Session);
        return Results.SignOut(new() { RedirectUri = "/" }, [OpenIddictServerAspNetCoreDefaults.AuthenticationScheme]);
    }

    private string Page(HttpRequest request)
        => $"""
            <!doctype html><html lang="en"><head><title>The organisation's sign-in</title></head><body><main><h1>Who are you?</h1><form method="post" action="/authorize">
            {string.Concat(request.Query.Select(pair => $"<input type=\"hidden\" name=\"{WebUtility.HtmlEncode(pair.Key)}\" value=\"{WebUtility.HtmlEncode(pair.Value)}\">"))}
            {string.Concat(People.Values.Select(one => $"<button name=\"person\" value=\"{one.Subject}\">{WebUtility.HtmlEncode(one.Name)}</button>"))}
            <button name="person" value="no">Nobody</button></form></main></body></html>
            """;

    private static AuthenticationProperties Said(string error) => new(new Dictionary<string, string?> { [OpenIddictServerAspNetCoreConstants.Properties.Error] = error });
}
