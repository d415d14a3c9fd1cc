using Coordination.Contracts;
using Coordination.Host.Http;

namespace Coordination.Host.Access;

/// <summary>What those are told who are not let in.</summary>
internal static class AccessProblems
{
    public static readonly Problem Forbidden = Problems.Of(StatusCodes.Status403Forbidden, "access.forbidden", "You may not do this. Ask an administrator.");

    public static readonly Refusal NotPerson = new(RefusalKind.Forbidden, "access.person-needed", "Only a person who is signed in can do this. A token needs no more than itself.");

    public static readonly Problem AccountChanged = Problems.Of(
        StatusCodes.Status409Conflict, "access.account-changed", "Something else was changed of this account at the same moment, so this was not. See how it stands now, and ask again.");

    private static readonly Problem Unauthenticated = Problems.Of(
        StatusCodes.Status401Unauthorized, "access.unauthenticated", "Sign in, or send a token that is valid: Authorization: Bearer coord_…");

    /// <summary>Programs get a problem; a browser that opens a page of the console is shown where to sign in.</summary>
    public static Task ChallengeAsync(HttpContext http)
    {
        if (HttpMethods.IsGet(http.Request.Method) && IsPage(http.Request))
        {
            http.Response.Redirect($"/console/sign-in?return={Uri.EscapeDataString(http.Request.Path + http.Request.QueryString)}");
            return Task.CompletedTask;
        }

        http.Response.Headers.WWWAuthenticate = TaxiiErrors.AreMeant(http) ? TokenHandler.WaysOfTaxii : "Bearer";
        return Problems.WriteAsync(http, Unauthenticated);
    }

    private static bool IsPage(HttpRequest request)
        => !request.Path.StartsWithSegments("/api") && !request.Path.StartsWithSegments(Routes.Taxii) && !request.Path.StartsWithSegments("/live") && !request.Path.StartsWithSegments("/openapi")
            && request.Headers.Accept.ToString().Contains("text/html", StringComparison.Ordinal);
}
