using System.Net;
using Coordination.Host.Composition;

namespace Coordination.Host.Access.OpenId;

/// <summary>What a person reads whom the provider has sent back and who is not let in. No script, and nothing of what was sent.</summary>
internal static class OpenIdPages
{
    public static (int Status, string Heading, string Text) Words(OpenIdFailure failure) => failure switch
    {
        OpenIdFailure.Denied => (StatusCodes.Status403Forbidden, "Your organisation did not let you in", "The sign-in there was cancelled, or you may not use this system. Try again, or ask those who manage your account there."),
        OpenIdFailure.Away => (StatusCodes.Status502BadGateway, "Your organisation's sign-in does not answer", "It cannot be reached at the moment, or is not well. Try again in a few minutes; who has a password here can sign in with it meanwhile."),
        OpenIdFailure.Refused => (StatusCodes.Status502BadGateway, "Your organisation's sign-in does not know this system", "It is set up otherwise there than here. Tell an administrator of this system; trying again will not help."),
        OpenIdFailure.Unbelievable => (StatusCodes.Status502BadGateway, "What your organisation's sign-in said cannot be believed", "You were not signed in. Try again once; if it happens again, tell an administrator of this system."),
        _ => (StatusCodes.Status400BadRequest, "This sign-in is over", "It was begun in another window, too long ago, or has been used. Begin again."),
    };

    /// <param name="known">The provider has said who it is, and would say the same the next time.</param>
    public static Task WriteAsync(HttpContext http, int status, string heading, string text, bool known = false)
    {
        var name = http.RequestServices.GetRequiredService<OpenIdOptions>().DisplayName;
        http.Response.StatusCode = status;
        http.Response.ContentType = "text/html; charset=utf-8";
        http.Response.Headers.CacheControl = "no-store";
        return http.Response.WriteAsync(
            $"""
            <!doctype html>
            <html lang="en">
            <head>
            <meta charset="utf-8">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <meta name="color-scheme" content="light dark">
            <meta name="robots" content="noindex">
            <title>{WebUtility.HtmlEncode(heading)}</title>
            <link rel="stylesheet" href="/pages.css">
            </head>
            <body>
            <main>
            <p class="reference">Sign in with {WebUtility.HtmlEncode(name)}</p>
            <h1>{WebUtility.HtmlEncode(heading)}</h1>
            <p>{WebUtility.HtmlEncode(text)}</p>
            <p><a href="/console/sign-in">Back to the sign-in page</a></p>
            {(known ? $"<p><a href=\"{OpenIdScheme.SignOutPath}\">Sign out there, to come as someone else</a></p>" : "")}
            </main>
            </body>
            </html>
            """,
            http.RequestAborted);
    }
}
