using System.Security.Cryptography;

namespace Coordination.Host.Composition;

/// <summary>What every answer says to the browser about what it may load, show and remember.</summary>
internal sealed class SecurityHeaders(RequestDelegate next)
{
    /// <summary>Where the page that is being drawn finds the nonce of this answer.</summary>
    public const string NonceItem = "csp-nonce";

    /// <summary>Where an answer that is shown to nobody says so: its own policy, instead of that of our pages.</summary>
    public const string PolicyItem = "csp-policy";

    public Task InvokeAsync(HttpContext http)
    {
        ArgumentNullException.ThrowIfNull(http);
        http.Items[NonceItem] = Convert.ToBase64String(RandomNumberGenerator.GetBytes(16));
        // Last of all: whoever handles an exception empties the answer first, these headers too.
        http.Response.OnStarting(static state => PutAsync((HttpContext)state), http);
        return next(http);
    }

    private static Task PutAsync(HttpContext http)
    {
        var headers = http.Response.Headers;
        // 'wasm-unsafe-eval' lets the console's runtime start.
        headers.ContentSecurityPolicy = http.Items[PolicyItem] as string
            ?? $"default-src 'self'; script-src 'self' 'wasm-unsafe-eval' 'nonce-{http.Items[NonceItem]}'; style-src 'self'; img-src 'self' data:; connect-src 'self'; "
            + "base-uri 'self'; object-src 'none'; frame-ancestors 'none'; form-action 'self'";
        // What frame-ancestors says, to those that do not know it.
        headers.XFrameOptions = "DENY";
        headers.XContentTypeOptions = "nosniff";
        headers["Referrer-Policy"] = "no-referrer";
        headers["Cross-Origin-Opener-Policy"] = "same-origin";
        headers["Cross-Origin-Resource-Policy"] = "same-origin";
        headers["Permissions-Policy"] = "camera=(), microphone=(), geolocation=(), payment=()";
        if (http.Request.IsHttps)
        {
            headers.StrictTransportSecurity = "max-age=31536000";
        }

        // Of what is published as CSAF only TLP:WHITE is everybody's.
        if ((http.Request.Path.StartsWithSegments("/csaf") && !http.Request.Path.StartsWithSegments("/csaf/white")) || http.Request.Path.StartsWithSegments("/api") || http.Request.Path.StartsWithSegments("/taxii2") || http.Request.Path.StartsWithSegments("/ack") || http.Request.Path.StartsWithSegments("/openid"))
        {
            headers.CacheControl = "no-store";
        }

        return Task.CompletedTask;
    }
}
