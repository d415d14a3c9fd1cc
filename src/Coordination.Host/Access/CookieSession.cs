using System.Security.Claims;
using Coordination.Contracts.Access;
using Coordination.Domain.Access;
using Coordination.Domain.Journal;
using Coordination.Host.Composition;
using Coordination.Host.Http;
using Coordination.Storage.Journal;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Identity;

namespace Coordination.Host.Access;

/// <summary>What stands in the cookie.</summary>
internal static class CookieClaims
{
    public const string Account = "coordination/account";
    public const string Stamp = "coordination/stamp";

    /// <summary>When the session began, in microseconds since 1970: it is not what the cookie was last renewed at.</summary>
    public const string Begun = "coordination/begun";
}

/// <summary>The session of a browser. Programs get problems instead of redirects; a person who was changed or shut out is noticed with the next request.</summary>
internal static class CookieSession
{
    private static readonly TimeSpan StampIsChecked = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan ProviderIsAskedAgain = TimeSpan.FromHours(12);
    private const string CheckedAt = "checked";

    public static void Configure(CookieAuthenticationOptions options, PublicAddress address)
    {
        // The prefix has browsers see to the rest themselves, but over plain http, even from this machine, they would refuse it.
        options.Cookie.Name = address.IsHttps ? "__Host-coordination" : "coordination";
        options.Cookie.HttpOnly = true;
        // Over plain http browsers take a secure cookie from this machine itself, and from nowhere else.
        options.Cookie.SecurePolicy = CookieSecurePolicy.Always;
        options.Cookie.SameSite = SameSiteMode.Strict;
        options.Cookie.Path = "/";
        options.ExpireTimeSpan = TimeSpan.FromHours(12);
        options.SlidingExpiration = true;
        options.Events = new()
        {
            OnRedirectToLogin = context => AccessProblems.ChallengeAsync(context.HttpContext),
            OnRedirectToAccessDenied = context => Problems.WriteAsync(context.HttpContext, AccessProblems.Forbidden),
            OnValidatePrincipal = ValidateAsync,
        };
    }

    private static async Task ValidateAsync(CookieValidatePrincipalContext context)
    {
        var services = context.HttpContext.RequestServices;
        if (context.Principal?.FindFirstValue(CookieClaims.Account) is not { } account || !PersonId.TryParse(account, null, out var id)
            || await services.GetRequiredService<Live.Directory>().PersonAsync(id, context.HttpContext.RequestAborted) is not { Active: true } person
            || HasEnded(context.Principal, person, services.GetRequiredService<TimeProvider>().GetUtcNow())
            || !await HasStampAsync(context, services, account))
        {
            context.RejectPrincipal();
            await context.HttpContext.SignOutAsync(IdentityConstants.ApplicationScheme);
            return;
        }

        // Its stamp and account stay in the cookie; who and what they are is added for this request only.
        var identity = new ClaimsIdentity(context.Principal!.Claims.Where(claim => claim.Type is CookieClaims.Account or CookieClaims.Stamp or CookieClaims.Begun), IdentityConstants.ApplicationScheme);
        identity.AddClaims(CallerClaims.Of(person.ViewerOf(id)));
        context.ReplacePrincipal(new(identity));
    }

    /// <summary>All sessions were ended since it began. The journal says so, and every process hears of it at once.</summary>
    private static bool HasEnded(ClaimsPrincipal principal, PersonFacts person, DateTimeOffset now)
        => EarliestOf(person, now) is { } from
            && !(long.TryParse(principal.FindFirstValue(CookieClaims.Begun), System.Globalization.CultureInfo.InvariantCulture, out var begun) && begun >= Microseconds.Of(from));

    /// <summary>Who comes by a provider comes again after some hours, however busy: only then is it heard what their groups have become.</summary>
    private static DateTimeOffset? EarliestOf(PersonFacts person, DateTimeOffset now)
        => person.Provider is null ? person.SessionsFrom
            : person.SessionsFrom is { } from && from > now - ProviderIsAskedAgain ? from
            : now - ProviderIsAskedAgain;

    /// <summary>The stamp changes with the password and when someone is shut out. Looked up now and then, not with every request.</summary>
    private static async Task<bool> HasStampAsync(CookieValidatePrincipalContext context, IServiceProvider services, string account)
    {
        var now = services.GetRequiredService<TimeProvider>().GetUtcNow();
        var checkedAt = context.Properties.Items.TryGetValue(CheckedAt, out var text) && DateTimeOffset.TryParse(text, System.Globalization.CultureInfo.InvariantCulture, out var at)
            ? at : context.Properties.IssuedUtc ?? DateTimeOffset.MinValue;
        if (now - checkedAt < StampIsChecked)
        {
            return true;
        }

        var users = services.GetRequiredService<UserManager<Account>>();
        if (await users.FindByIdAsync(account) is not { } found || await users.GetSecurityStampAsync(found) != context.Principal!.FindFirstValue(CookieClaims.Stamp))
        {
            return false;
        }

        context.Properties.Items[CheckedAt] = now.ToString("O", System.Globalization.CultureInfo.InvariantCulture);
        context.ShouldRenew = true;
        return true;
    }
}
