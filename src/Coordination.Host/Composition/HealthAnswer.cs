using System.Text.Json.Serialization;
using Coordination.Contracts;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Coordination.Host.Composition;

/// <summary>The answer of <c>/health/ready</c> and <c>/health/live</c>: a word, and for each check its word and, where something is wrong, its code and a sentence.</summary>
internal static class HealthAnswer
{
    /// <summary>Where a check's data has its code.</summary>
    public const string Code = "code";

    public static Task WriteAsync(HttpContext http, HealthReport report)
        => http.Response.WriteAsJsonAsync(
            new Health(
                Word(report.Status),
                [.. report.Entries.Select(entry => new Check(entry.Key, Word(entry.Value.Status), entry.Value.Data.GetValueOrDefault(Code) as string, entry.Value.Status == HealthStatus.Healthy ? null : entry.Value.Description))]),
            Wire.Json,
            http.RequestAborted);

    private static string Word(HealthStatus status) => status.ToString().ToLowerInvariant();

    internal sealed record Health(string Status, IReadOnlyList<Check> Checks);

    internal sealed record Check(
        string Name,
        string Status,
        [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Code = null,
        [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Detail = null);
}
