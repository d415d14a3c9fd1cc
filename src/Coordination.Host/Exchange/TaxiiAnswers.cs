using System.Buffers;
using System.Globalization;
using System.Text.Json;
using Coordination.Host.Http;

namespace Coordination.Host.Exchange;

/// <summary>The resources of TAXII as JSON. Objects are given as they are kept, byte for byte.</summary>
internal static class TaxiiAnswers
{
    private const string First = "X-TAXII-Date-Added-First";
    private const string Last = "X-TAXII-Date-Added-Last";

    /// <summary>Six digits: what follows a page by the time of adding must not begin a little before it.</summary>
    public static string Time(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.ffffff'Z'", CultureInfo.InvariantCulture);

    public static IResult Objects(HttpContext http, TaxiiPage page, TaxiiQuery query) => Page(http, page, query, "objects", static (json, one) => json.WriteRawValue(one.Json, skipInputValidation: true));

    public static IResult Manifest(HttpContext http, TaxiiPage page, TaxiiQuery query) => Page(http, page, query, "objects", static (json, one) =>
    {
        json.WriteStartObject();
        json.WriteString("id", one.Row.What.Id);
        json.WriteString("date_added", Time(one.Row.AddedAt));
        json.WriteString("version", TaxiiVersions.Of(one.Row).Text);
        json.WriteString("media_type", TaxiiMedia.Stix);
        json.WriteEndObject();
    });

    public static IResult Versions(HttpContext http, TaxiiPage page, TaxiiQuery query) => Page(http, page, query, "versions", static (json, one) => json.WriteStringValue(TaxiiVersions.Of(one.Row).Text));

    public static void Write(Utf8JsonWriter json, TaxiiCollection collection)
    {
        json.WriteStartObject();
        json.WriteString("id", collection.Id);
        json.WriteString("title", collection.Title);
        json.WriteString("description", collection.Description);
        json.WriteString("alias", collection.Alias);
        json.WriteBoolean("can_read", collection.CanRead);
        json.WriteBoolean("can_write", collection.CanWrite);
        json.WriteStartArray("media_types");
        json.WriteStringValue(TaxiiMedia.Stix);
        json.WriteEndArray();
        json.WriteEndObject();
    }

    /// <summary>An answer that is written here.</summary>
    public static IResult Json(Action<Utf8JsonWriter> write, int status = StatusCodes.Status200OK)
    {
        var bytes = new ArrayBufferWriter<byte>(4_096);
        using (var json = new Utf8JsonWriter(bytes, new() { SkipValidation = true }))
        {
            write(json);
        }

        return new Answer(bytes.WrittenMemory, status);
    }

    private static IResult Page(HttpContext http, TaxiiPage page, TaxiiQuery query, string name, Action<Utf8JsonWriter, ReadyObject> write)
    {
        if (page.Objects is [var first, ..])
        {
            http.Response.Headers[First] = Time(first.Row.AddedAt);
            http.Response.Headers[Last] = Time(page.Objects[^1].Row.AddedAt);
        }

        return Json(json =>
        {
            json.WriteStartObject();
            json.WriteBoolean("more", page.More);
            if (page.More)
            {
                json.WriteString("next", query.NextAfter(page.Objects[^1].Row.AddedAt));
            }

            // An empty list is left out.
            if (page.Objects.Count > 0)
            {
                json.WriteStartArray(name);
                foreach (var one in page.Objects)
                {
                    write(json, one);
                }

                json.WriteEndArray();
            }

            json.WriteEndObject();
        });
    }

    private sealed class Answer(ReadOnlyMemory<byte> bytes, int status) : IResult
    {
        public Task ExecuteAsync(HttpContext httpContext)
        {
            httpContext.Response.StatusCode = status;
            httpContext.Response.ContentType = TaxiiErrors.MediaType;
            httpContext.Response.ContentLength = bytes.Length;
            return httpContext.Response.Body.WriteAsync(bytes, httpContext.RequestAborted).AsTask();
        }
    }
}
