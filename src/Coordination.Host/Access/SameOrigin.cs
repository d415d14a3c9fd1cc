using Coordination.Host.Http;
using Microsoft.AspNetCore.Identity;

namespace Coordination.Host.Access;

/// <summary>
/// A second lock beside SameSite=Strict against requests that other sites have a browser send: what changes something on the strength of a
/// cookie must be JSON, which no form can send, and must not come from another origin where the browser says so.
/// </summary>
internal sealed class SameOrigin(RequestDelegate next)
{
    public Task InvokeAsync(HttpContext http)
    {
        ArgumentNullException.ThrowIfNull(http);
        if (!ChangesSomething(http.Request.Method) || http.User.Identity is not { IsAuthenticated: true, AuthenticationType: var type } || type != IdentityConstants.ApplicationScheme)
        {
            return next(http);
        }

        var site = http.Request.Headers["Sec-Fetch-Site"].ToString();
        if (site is not ("" or "same-origin" or "none"))
        {
            return Problems.WriteAsync(http, Problems.Of(StatusCodes.Status403Forbidden, "access.cross-site", "This request was sent by another site."));
        }

        return http.Request.ContentType is null || IsJson(http.Request) || http.Request.Path.StartsWithSegments(Contracts.Live.LiveHub.Path)
            // The pages behind links in mails are forms. What they do rests on the link alone, never on a cookie that happens to be there.
            || http.Request.Path.StartsWithSegments(Notification.AcknowledgeLinks.Path)
            ? next(http)
            : Problems.WriteAsync(http, Problems.Of(StatusCodes.Status415UnsupportedMediaType, "request.media-type", "Send the body as application/json."));
    }

    private static bool ChangesSomething(string method)
        => !HttpMethods.IsGet(method) && !HttpMethods.IsHead(method) && !HttpMethods.IsOptions(method);

    private static bool IsJson(HttpRequest request)
        => request.HasJsonContentType() || request.ContentType!.StartsWith("application/x-ndjson", StringComparison.OrdinalIgnoreCase);
}
