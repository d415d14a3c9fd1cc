using System.Security.Claims;
using System.Security.Cryptography;
using System.Text;
using System.Text.Encodings.Web;
using Coordination.Contracts.Access;
using Coordination.Domain.Access;
using Coordination.Domain.Journal;
using Coordination.Host.Http;
using Coordination.Host.Partners;
using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.Options;

namespace Coordination.Host.Access;

/// <summary>
/// Lets machines in by <c>Authorization: Bearer coord_{id}_{secret}</c>, and below <c>/taxii2/</c> those of partners by Basic too, which TAXII has every client know. Of the secret only a hash is kept; it is compared
/// without telling by time how much was right.
/// </summary>
internal sealed class TokenHandler(IOptionsMonitor<AuthenticationSchemeOptions> options, ILoggerFactory logger, UrlEncoder encoder, TokenCache tokens, PartnerStandings partners, TokenUses uses, Guessing guessing)
    : AuthenticationHandler<AuthenticationSchemeOptions>(options, logger, encoder)
{
    public const string SchemeName = "token";

    /// <summary>How one gets in where TAXII is spoken.</summary>
    public static readonly string[] WaysOfTaxii = ["Basic realm=\"TAXII\", charset=\"UTF-8\"", "Bearer"];

    private const string Prefix = "Bearer ";

    public static bool IsMeant(HttpRequest request) => request.Headers.Authorization.ToString().StartsWith(Prefix, StringComparison.OrdinalIgnoreCase) || BasicToken.IsMeant(request);

    protected override async Task<AuthenticateResult> HandleAuthenticateAsync()
    {
        if (!IsMeant(Request))
        {
            return AuthenticateResult.NoResult();
        }

        var basic = BasicToken.IsMeant(Request);
        var shown = Request.Headers.Authorization.ToString();
        if (!(basic ? BasicToken.TryRead(shown, out var id, out var secret) : TokenText.TryRead(shown[Prefix.Length..].Trim(), out id, out secret))
            || await tokens.FindAsync(id.Value, Context.RequestAborted) is not { } facts
            || (basic && facts.Scope != TokenScope.Partner)
            || GoodUntil(facts, secret, TimeProvider.GetUtcNow()) is not { } until)
        {
            return AuthenticateResult.Fail("The token is unknown, revoked or expired.");
        }

        var standing = facts.Partner is { } partner ? await partners.FindAsync(partner, Context.RequestAborted) : null;
        uses.Seen(id, facts, Guessing.PlainAddressOf(Context));
        var identity = new ClaimsIdentity(CallerClaims.Of(Actor.Token(id), facts.ViewerOf(standing), facts.Source), SchemeName);
        // What is open longer than a request, the hub's connections, ends with the secret.
        return AuthenticateResult.Success(new(new ClaimsPrincipal(identity), new AuthenticationProperties { ExpiresUtc = until == DateTimeOffset.MaxValue ? null : until }, SchemeName));
    }

    /// <summary>Until when this secret lets in; null if it does not. All are looked at, in a time that says nothing of which was how far right.</summary>
    private static DateTimeOffset? GoodUntil(TokenFacts facts, string secret, DateTimeOffset now)
    {
        var shown = Encoding.ASCII.GetBytes(TokenKind.HashOf(secret));
        DateTimeOffset? until = null;
        foreach (var good in facts.GoodAt(now))
        {
            until = CryptographicOperations.FixedTimeEquals(shown, Encoding.ASCII.GetBytes(good.SecretSha256)) ? good.Until : until;
        }

        return until;
    }

    protected override Task HandleChallengeAsync(AuthenticationProperties properties)
    {
        var address = Guessing.AddressOf(Context);
        guessing.Refused(address, "token");
        return guessing.Wait(address) is { } wait ? GuessingGate.SlowDownAsync(Context, wait) : AccessProblems.ChallengeAsync(Context);
    }

    protected override Task HandleForbiddenAsync(AuthenticationProperties properties) => Problems.WriteAsync(Context, AccessProblems.Forbidden);
}

/// <summary>How a token is written.</summary>
internal static class TokenText
{
    private const string Mark = "coord_";

    public static string Write(TokenId id, string secret) => $"{Mark}{id}_{secret}";

    /// <summary>256 random bits.</summary>
    public static string NewSecret() => System.Buffers.Text.Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(32));

    public static bool TryRead(string text, out TokenId id, out string secret)
    {
        (id, secret) = (default, "");
        if (text.Length > 200 || !text.StartsWith(Mark, StringComparison.Ordinal))
        {
            return false;
        }

        var rest = text[Mark.Length..];
        var split = rest.IndexOf('_', StringComparison.Ordinal);
        if (split <= 0 || split == rest.Length - 1 || !TokenId.TryParse(rest[..split], null, out id))
        {
            return false;
        }

        secret = rest[(split + 1)..];
        return true;
    }
}
