using Coordination.Host.Composition;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.OpenIdConnect;
using Microsoft.AspNetCore.Identity;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;
using Microsoft.IdentityModel.Tokens;

namespace Coordination.Host.Access.OpenId;

/// <summary>How an outside provider is spoken to: authorization code with PKCE, state and nonce. Its answer is believed once, at sign-in; after that there is a session like any other.</summary>
internal static class OpenIdScheme
{
    public const string Name = "openid";

    public const string Base = "/openid";
    public const string SignInPath = Base + "/sign-in";
    public const string SignOutPath = Base + "/sign-out";

    /// <summary>Where the provider sends people back to; registered there.</summary>
    public const string CallbackPath = Base + "/callback";

    /// <summary>Where it sends them after signing out; registered there.</summary>
    public const string SignedOutPath = Base + "/signed-out";

    /// <summary>No longer than people wait in front of a page.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    /// <summary>Signatures with a key that only the provider has: none at all, or one under the client's secret, proves nothing to us.</summary>
    public static readonly string[] Algorithms = ["RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512"];

    public static void Configure(OpenIdConnectOptions options, OpenIdOptions settings, PublicAddress address)
    {
        options.Authority = settings.Authority;
        options.ClientId = settings.ClientId;
        options.ClientSecret = settings.ClientSecret.Length == 0 ? null : settings.ClientSecret;
        options.RequireHttpsMetadata = !settings.AllowHttp;
        options.ResponseType = OpenIdConnectResponseType.Code;
        // A posted answer would come from another site, and bring no cookie that is not open to all sites.
        options.ResponseMode = OpenIdConnectResponseMode.Query;
        options.UsePkce = true;
        options.PushedAuthorizationBehavior = PushedAuthorizationBehavior.Disable;
        options.Scope.Clear();
        foreach (var scope in settings.Scopes.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            options.Scope.Add(scope);
        }

        options.CallbackPath = CallbackPath;
        options.SignedOutCallbackPath = SignedOutPath;
        // An iframe of the provider brings no cookie of ours, so it could end nothing.
        options.RemoteSignOutPath = default;
        options.SignInScheme = IdentityConstants.ApplicationScheme;
        options.SaveTokens = true;
        options.MapInboundClaims = false;
        options.DisableTelemetry = true;
        options.TokenValidationParameters = new() { ValidAlgorithms = Algorithms, RequireExpirationTime = true, ClockSkew = TimeSpan.FromMinutes(2) };
        ReadClaims(options, settings);
        Dress(options.CorrelationCookie, "coordination.correlation.");
        Dress(options.NonceCookie, "coordination.nonce.");
        options.BackchannelHttpHandler = new ProviderConnection(settings.AllowHttp);
        options.BackchannelTimeout = Patience;
        options.Events = OpenIdEvents.Of(address);
    }

    /// <summary>Providers that go by the letter give what was asked for at the userinfo endpoint, others in the token: both are read.</summary>
    private static void ReadClaims(OpenIdConnectOptions options, OpenIdOptions settings)
    {
        options.GetClaimsFromUserInfoEndpoint = true;
        options.ClaimActions.Clear();
        foreach (var name in new[] { ProviderClaims.Name, ProviderClaims.PreferredName, ProviderClaims.Mail, ProviderClaims.MailVerified })
        {
            options.ClaimActions.MapUniqueJsonKey(name, name);
        }

        options.ClaimActions.MapJsonKey(settings.GroupClaim, settings.GroupClaim);
    }

    /// <summary>Coming back from the provider is a navigation from another site: Lax cookies go with it, strict ones would not.</summary>
    private static void Dress(CookieBuilder cookie, string name)
    {
        cookie.Name = name;
        cookie.HttpOnly = true;
        cookie.SecurePolicy = CookieSecurePolicy.Always;
        cookie.SameSite = SameSiteMode.Lax;
        cookie.IsEssential = true;
    }
}

/// <summary>What a provider says of a person.</summary>
internal static class ProviderClaims
{
    public const string Issuer = "iss";
    public const string Subject = "sub";
    public const string ShownAt = "auth_time";
    public const string Name = "name";
    public const string PreferredName = "preferred_username";
    public const string Mail = "email";
    public const string MailVerified = "email_verified";
}
