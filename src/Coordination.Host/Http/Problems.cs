using System.Text.Json;
using Coordination.Contracts;

namespace Coordination.Host.Http;

/// <summary>Problem documents (RFC 9457): the one form of every error that leaves by HTTP, but for <see cref="TaxiiErrors"/>.</summary>
internal static class Problems
{
    public const string ContentType = "application/problem+json";

    private static readonly JsonSerializerOptions Json = Wire.Json;

    /// <summary>What HTTP makes of a refusal follows from its kind; nothing else decides it.</summary>
    public static int StatusOf(RefusalKind kind) => kind switch
    {
        RefusalKind.Invalid => StatusCodes.Status400BadRequest,
        RefusalKind.Unknown => StatusCodes.Status404NotFound,
        RefusalKind.Conflict => StatusCodes.Status409Conflict,
        RefusalKind.Changed => StatusCodes.Status412PreconditionFailed,
        _ => StatusCodes.Status403Forbidden,
    };

    public static Problem Of(Refusal refusal, IReadOnlyList<string>? changes = null)
        => Of(StatusOf(refusal.Kind), refusal.Code, refusal.Detail, refusal.Field) with { Changes = changes };

    public static Problem Of(int status, string code, string detail, string? field = null) => new()
    {
        Status = status,
        Title = Microsoft.AspNetCore.WebUtilities.ReasonPhrases.GetReasonPhrase(status),
        Code = code,
        Detail = detail,
        Field = field is null ? null : field.StartsWith('/') ? field : $"/{field}",
    };

    public static IResult Result(Problem problem) => Results.Json(problem, Json, ContentType, problem.Status);

    public static IResult Result(Refusal refusal) => Result(Of(refusal));

    public static IResult Result(int status, string code, string detail) => Result(Of(status, code, detail));

    /// <summary>Writes a problem where no result can be returned: in middleware and in authentication.</summary>
    public static Task WriteAsync(HttpContext http, Problem problem)
    {
        http.Response.StatusCode = problem.Status;
        return TaxiiErrors.AreMeant(http) ? TaxiiErrors.WriteAsync(http, problem) : http.Response.WriteAsJsonAsync(problem, Json, ContentType, http.RequestAborted);
    }
}

/// <summary>A request that cannot be taken, and of which nothing was done.</summary>
internal sealed class RequestRefusedException(Problem problem) : Exception(problem.Detail)
{
    public RequestRefusedException(int status, string code, string detail, string? field = null)
        : this(Problems.Of(status, code, detail, field))
    {
    }

    public Problem Problem { get; } = problem;
}
