using Coordination.Contracts.Live;
using Coordination.Host.Composition;
using Coordination.Host.Http;
using Microsoft.AspNetCore.Identity;

namespace Coordination.Host.Access;

/// <summary>
/// A second lock beside SameSite=Strict against requests that other sites have a browser send: what changes something on the strength of a
/// cookie must be JSON or a file alone, which no form can send, and neither that nor a console's connection may come from another origin where the browser says so.
/// </summary>
internal sealed class SameOrigin(RequestDelegate next, PublicAddress address)
{
    public Task InvokeAsync(HttpContext http)
    {
        ArgumentNullException.ThrowIfNull(http);
        // The pages behind links in mails are forms. What they do rests on the link alone, never on a cookie that happens to be there; and because they
        // give no referrer, browsers name no origin for them.
        if (http.Request.Path.StartsWithSegments(Notification.AcknowledgeLinks.Path))
        {
            return next(http);
        }

        var isHub = http.Request.Path.StartsWithSegments(LiveHub.Path);
        // Browsers let any page open a web socket to anywhere: that is a GET, and hears more than a page could read.
        if ((!ChangesSomething(http.Request.Method) && !isHub) || http.User.Identity is not { IsAuthenticated: true, AuthenticationType: var type } || type != IdentityConstants.ApplicationScheme)
        {
            return next(http);
        }

        if (http.Request.Headers["Sec-Fetch-Site"].ToString() is not ("" or "same-origin" or "none") || !IsOurs(http.Request))
        {
            return Problems.WriteAsync(http, Problems.Of(StatusCodes.Status403Forbidden, "access.cross-site", "This request was sent by another site."));
        }

        return http.Request.ContentType is null || IsJson(http.Request) || IsFile(http.Request) || IsCsv(http.Request) || isHub
            ? next(http)
            : Problems.WriteAsync(http, Problems.Of(StatusCodes.Status415UnsupportedMediaType, "request.media-type", "Send the body as application/json."));
    }

    /// <summary>Programs send no origin. A proxy may leave the port out of the host that it passes on; then the port cannot be compared.</summary>
    private bool IsOurs(HttpRequest request)
    {
        var said = request.Headers.Origin.ToString();
        return said.Length == 0
            || (Uri.TryCreate(said, UriKind.Absolute, out var origin)
                && ((origin.Host.Equals(request.Host.Host, StringComparison.OrdinalIgnoreCase) && (request.Host.Port is not { } port || port == origin.Port))
                    || origin.GetLeftPart(UriPartial.Authority).Equals(address.Value, StringComparison.OrdinalIgnoreCase)));
    }

    private static bool ChangesSomething(string method)
        => !HttpMethods.IsGet(method) && !HttpMethods.IsHead(method) && !HttpMethods.IsOptions(method);

    private static bool IsFile(HttpRequest request) => request.ContentType == Contracts.Attachments.AttachRequest.BodyType;

    private static bool IsCsv(HttpRequest request) => request.ContentType!.StartsWith(Contracts.Institutions.InventoryImportView.BodyType, StringComparison.OrdinalIgnoreCase);

    private static bool IsJson(HttpRequest request)
        => request.HasJsonContentType() || request.ContentType!.StartsWith("application/x-ndjson", StringComparison.OrdinalIgnoreCase);
}
