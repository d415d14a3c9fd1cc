using Coordination.Domain.Access;
using Coordination.Host.Composition;
using Coordination.Host.Http;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Identity;

namespace Coordination.Host.Access;

/// <summary>The session of a browser. Programs get problems instead of redirects; a person who was changed or shut out is noticed with the next request.</summary>
internal static class CookieSession
{
    private static readonly TimeSpan StampIsChecked = TimeSpan.FromMinutes(5);

    /// <summary>Who comes by a provider comes again after some hours, however busy: only then is it heard what their groups have become.</summary>
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
        options.ExpireTimeSpan = PersonSessions.Idle;
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
        var aborted = context.HttpContext.RequestAborted;
        if (SessionCookie.Of(context.Principal) is not { } cookie
            || await services.GetRequiredService<Live.Directory>().PersonAsync(cookie.Person, aborted) is not { Active: true } person
            || await services.GetRequiredService<SessionCache>().FindAsync(cookie.Person, cookie.Session, aborted) is not { } session
            || (person.Provider is not null && services.GetRequiredService<TimeProvider>().GetUtcNow() - session.BegunAt > ProviderIsAskedAgain)
            || !await HasStampAsync(context, services, cookie))
        {
            context.RejectPrincipal();
            await context.HttpContext.SignOutAsync(IdentityConstants.ApplicationScheme);
            return;
        }

        // What the cookie says stays in it; who and what they are is added for this request only.
        var identity = cookie.ToIdentity();
        identity.AddClaims(CallerClaims.Of(person.ViewerOf(cookie.Person)));
        context.ReplacePrincipal(new(identity));
    }

    /// <summary>The stamp changes with the password and when someone is shut out. Looked up now and then, not with every request, and then the session counts as seen.</summary>
    private static async Task<bool> HasStampAsync(CookieValidatePrincipalContext context, IServiceProvider services, SessionCookie cookie)
    {
        var now = services.GetRequiredService<TimeProvider>().GetUtcNow();
        var checkedAt = context.Properties.Items.TryGetValue(CheckedAt, out var text) && DateTimeOffset.TryParse(text, System.Globalization.CultureInfo.InvariantCulture, out var at)
            ? at : context.Properties.IssuedUtc ?? DateTimeOffset.MinValue;
        if (now - checkedAt < StampIsChecked)
        {
            return true;
        }

        var users = services.GetRequiredService<UserManager<Account>>();
        if (await users.FindByIdAsync(cookie.Person.Value) is not { } found || await users.GetSecurityStampAsync(found) != cookie.Stamp)
        {
            return false;
        }

        await services.GetRequiredService<SeenSessions>().SeenAsync(cookie.Person, cookie.Session, context.HttpContext.RequestAborted);
        context.Properties.Items[CheckedAt] = now.ToString("O", System.Globalization.CultureInfo.InvariantCulture);
        context.ShouldRenew = true;
        return true;
    }
}
