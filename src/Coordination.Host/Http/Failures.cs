using System.Diagnostics;
using System.Text.Json;
using Coordination.Grains.Journal;
using Microsoft.AspNetCore.Diagnostics;

namespace Coordination.Host.Http;

/// <summary>Turns what was thrown into a problem document: bad input is the caller's and says what to do, anything else is ours and names the trace.</summary>
internal sealed class Failures(ILogger<Failures> log) : IExceptionHandler
{
    public const string AddressInvalid = "request.address-invalid";
    public const string AddressInvalidDetail = "Something in the address cannot be read. An identifier has 1 to 64 letters, digits or . _ - @; a number has digits only.";

    public async ValueTask<bool> TryHandleAsync(HttpContext httpContext, Exception exception, CancellationToken cancellationToken)
    {
        if (exception is OperationCanceledException && httpContext.RequestAborted.IsCancellationRequested)
        {
            return true;
        }

        var problem = exception switch
        {
            RequestRefusedException refused => refused.Problem,
            NoAnswerException => Unavailable(httpContext),
            _ when Passing.Is(exception) => Unavailable(httpContext),
            BadHttpRequestException bad => Bad(bad),
            JsonException bad => Problems.Of(StatusCodes.Status400BadRequest, "request.malformed", bad.Message),
            _ => Internal(httpContext, exception),
        };
        await Problems.WriteAsync(httpContext, problem);
        return true;
    }

    private static Contracts.Problem Bad(BadHttpRequestException bad) => bad.StatusCode switch
    {
        StatusCodes.Status413PayloadTooLarge => Problems.Of(bad.StatusCode, "request.too-large", "The body is larger than this path takes. Send less at once."),
        StatusCodes.Status415UnsupportedMediaType => Problems.Of(bad.StatusCode, "request.media-type", "Send the body as application/json."),
        // The framework could not make an identifier or a number of what stands in the address.
        StatusCodes.Status400BadRequest when bad.Message.StartsWith("Failed to bind", StringComparison.Ordinal)
            => Problems.Of(bad.StatusCode, AddressInvalid, AddressInvalidDetail),
        _ => Problems.Of(bad.StatusCode, "request.malformed", bad.Message),
    };

    private static Contracts.Problem Unavailable(HttpContext http)
    {
        http.Response.Headers.RetryAfter = "2";
        return Problems.Of(
            StatusCodes.Status503ServiceUnavailable,
            "service.unavailable",
            "No answer came in time. It may or may not have been done; ask again with the same Idempotency-Key and you get the first answer.");
    }

    private Contracts.Problem Internal(HttpContext http, Exception exception)
    {
        var trace = Activity.Current?.TraceId.ToString() ?? http.TraceIdentifier;
        FailuresLog.Failed(log, exception, http.Request.Method, http.Request.Path, trace);
        return Problems.Of(StatusCodes.Status500InternalServerError, "internal", $"Something failed here. Nothing is wrong with the request. Trace {trace}.");
    }
}
