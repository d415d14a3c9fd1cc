namespace Coordination.Host.Http;

/// <summary>Gives errors that the framework answers without a body the form of all others.</summary>
internal static class NothingHere
{
    public static Task WriteAsync(HttpContext http)
    {
        var status = http.Response.StatusCode;
        var (code, detail) = status switch
        {
            StatusCodes.Status404NotFound => ("path.unknown", "There is nothing under this path. The paths stand in /openapi/v1.json."),
            StatusCodes.Status405MethodNotAllowed => ("path.method", "This path does not take this method. See the Allow header."),
            StatusCodes.Status413PayloadTooLarge => ("request.too-large", "The body is larger than this path takes."),
            StatusCodes.Status415UnsupportedMediaType => ("request.media-type", "Send the body as application/json."),
            // The route was found, and a value in its address or query could not be made of what stands there.
            StatusCodes.Status400BadRequest when http.GetEndpoint() is not null => (Failures.AddressInvalid, Failures.AddressInvalidDetail),
            StatusCodes.Status400BadRequest => ("request.malformed", "The request cannot be read."),
            _ => ($"http.{status}", "The request was refused."),
        };
        return Problems.WriteAsync(http, Problems.Of(status, code, detail));
    }
}
