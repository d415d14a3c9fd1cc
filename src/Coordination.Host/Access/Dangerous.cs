using System.Collections.Frozen;
using Coordination.Contracts;
using Coordination.Contracts.Client;
using Coordination.Host.Http;

namespace Coordination.Host.Access;

/// <summary>
/// What somebody could do lasting harm with who finds a console unlocked or has stolen a cookie: the person must have shown who they are within the last minutes. A machine's token is not
/// asked: there is no session to be taken over. The README shows this table; a test compares.
/// </summary>
internal sealed class Dangerous(RequestDelegate next, TimeProvider clock)
{
    /// <summary>So long a proof counts; signing in is one.</summary>
    public static readonly TimeSpan Good = TimeSpan.FromMinutes(10);

    /// <summary>The routes that need one.</summary>
    public static readonly FrozenSet<string> Routes = new[]
    {
        $"POST {Contracts.Routes.SecondFactor}",
        $"POST {Contracts.Routes.SecondFactor}/confirm",
        $"POST {Contracts.Routes.SecondFactor}/remove",
        $"POST {Contracts.Routes.RecoveryCodes}",
        $"POST {Contracts.Routes.Passkeys}/begin",
        $"POST {Contracts.Routes.Passkeys}",
        $"DELETE {Contracts.Routes.Passkeys}/{{id}}",
        $"POST {Contracts.Routes.Tokens}",
        $"POST {Contracts.Routes.Tokens}/{{id}}/rotate",
        $"POST {Contracts.Routes.People}",
        $"PUT {Contracts.Routes.People}/{{id}}",
        $"POST {Contracts.Routes.People}/{{id}}/second-factor/remove",
        $"POST {Contracts.Routes.People}/{{id}}/erase",
        $"POST {Contracts.Routes.Incidents}/{{id}}/erase",
        $"POST {Contracts.Routes.Erasures}/apply",
        $"PUT {Contracts.Routes.Retention}",
        $"POST {Contracts.Routes.Retention}/run",
        $"POST {Contracts.Routes.Subscriptions}",
        $"PUT {Contracts.Routes.Subscriptions}/{{id}}",
        $"POST {Contracts.Routes.Subscriptions}/{{id}}/rotate",
    }.ToFrozenSet(StringComparer.Ordinal);

    private static readonly Problem ConfirmFirst = Problems.Of(
        StatusCodes.Status403Forbidden, CoordinationClient.ConfirmFirst, $"Show first that it is you: POST your password and code, or a passkey, to {Contracts.Routes.Confirm}, then ask again. It counts for ten minutes.");

    public Task InvokeAsync(HttpContext http)
    {
        ArgumentNullException.ThrowIfNull(http);
        return http.GetEndpoint() is RouteEndpoint { RoutePattern.RawText: { } pattern }
            && Routes.Contains($"{http.Request.Method} /{pattern.Trim('/')}")
            && SessionCookie.Of(http.User) is { } cookie
            && clock.GetUtcNow() - cookie.ConfirmedAt >= Good
            ? Problems.WriteAsync(http, ConfirmFirst)
            : next(http);
    }
}
