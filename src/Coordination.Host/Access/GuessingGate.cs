using System.Globalization;
using Coordination.Contracts;
using Coordination.Host.Http;

namespace Coordination.Host.Access;

/// <summary>
/// Turns away who is guessing passwords, passkeys, invitations and links before anything is looked up, and counts what is refused. A token is looked at in any case (see <see cref="TokenHandler"/>):
/// it cannot be guessed, and one machine that shows a wrong one must not shut out the others behind its address.
/// </summary>
internal sealed class GuessingGate(RequestDelegate next, Guessing guessing)
{
    public async Task InvokeAsync(HttpContext http)
    {
        ArgumentNullException.ThrowIfNull(http);
        if (Shown(http.Request.Method, http.Request.Path) is not { } what)
        {
            await next(http);
            return;
        }

        var address = Guessing.AddressOf(http);
        if (guessing.Wait(address) is { } wait)
        {
            await SlowDownAsync(http, wait);
            return;
        }

        await next(http);
        if (http.Response.StatusCode is StatusCodes.Status400BadRequest or StatusCodes.Status401Unauthorized or StatusCodes.Status404NotFound or StatusCodes.Status410Gone)
        {
            guessing.Refused(address, what);
        }
    }

    /// <summary>What those are told who must wait.</summary>
    public static Task SlowDownAsync(HttpContext http, TimeSpan wait)
    {
        http.Response.Headers.RetryAfter = Math.Ceiling(wait.TotalSeconds).ToString(CultureInfo.InvariantCulture);
        return Problems.WriteAsync(http, Problems.Of(
            StatusCodes.Status429TooManyRequests, "access.too-many-refused", "Too much that was wrong has come from your address. Wait a minute, then try again with what is right."));
    }

    /// <summary>What a person shows to get in; null if nothing is.</summary>
    private static string? Shown(string method, PathString path)
        => HttpMethods.IsPost(method) && path.Equals(Routes.SignIn, StringComparison.OrdinalIgnoreCase) ? "password"
            : HttpMethods.IsPost(method) && path.Equals(Routes.SignInByPasskey, StringComparison.OrdinalIgnoreCase) ? "passkey"
            : HttpMethods.IsPost(method) && path.Equals(Routes.Setup, StringComparison.OrdinalIgnoreCase) ? "invitation"
            : path.StartsWithSegments(Notification.AcknowledgeLinks.Path, StringComparison.OrdinalIgnoreCase) ? "link"
            : null;
}
