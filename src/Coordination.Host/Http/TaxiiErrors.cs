using System.Globalization;
using System.Text.Json;
using Coordination.Contracts;

namespace Coordination.Host.Http;

/// <summary>
/// Errors below <c>/taxii2/</c>: TAXII has a form of its own for them, and a client of TAXII knows no other. So whatever refuses a request there, sign-in and limits too, is written like this.
/// </summary>
internal static class TaxiiErrors
{
    /// <summary>What every answer of TAXII is.</summary>
    public const string MediaType = "application/taxii+json;version=2.1";

    public static bool AreMeant(HttpContext http) => http.Request.Path.StartsWithSegments(Routes.Taxii, StringComparison.OrdinalIgnoreCase);

    public static async Task WriteAsync(HttpContext http, Problem problem)
    {
        http.Response.ContentType = MediaType;
        using var bytes = new MemoryStream();
        await using (var writer = new Utf8JsonWriter(bytes))
        {
            writer.WriteStartObject();
            writer.WriteString("title", problem.Title);
            writer.WriteString("description", problem.Detail);
            writer.WriteString("error_code", problem.Code);
            // A string, as the specification has it.
            writer.WriteString("http_status", problem.Status.ToString(CultureInfo.InvariantCulture));
            if (problem.Field is { } field)
            {
                writer.WriteStartObject("details");
                writer.WriteString("parameter", field.TrimStart('/'));
                writer.WriteEndObject();
            }

            writer.WriteEndObject();
        }

        http.Response.ContentLength = bytes.Length;
        await http.Response.Body.WriteAsync(bytes.GetBuffer().AsMemory(0, (int)bytes.Length), http.RequestAborted);
    }
}
