using System.Buffers;
using System.Security.Cryptography;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using Coordination.Connectors.Stix.Model;

namespace Coordination.Connectors.Stix;

/// <summary>Writes objects and bundles. The same objects give the same bytes.</summary>
public static class StixWriter
{
    internal static readonly JsonSerializerOptions Json = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        MaxDepth = StixLimits.Default.Depth,
    };

    /// <summary>An object as JSON.</summary>
    public static JsonElement Element(StixThing thing)
    {
        ArgumentNullException.ThrowIfNull(thing);
        return JsonSerializer.SerializeToElement(thing, thing.GetType(), Json);
    }

    /// <summary>A bundle of objects, ours or received ones, in the order given. Its id follows from what is in it.</summary>
    /// <param name="own">The namespace of who sends it.</param>
    public static byte[] Bundle(Guid own, IReadOnlyCollection<JsonElement> objects)
    {
        ArgumentNullException.ThrowIfNull(objects);
        var list = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(list, new() { Encoder = Json.Encoder, MaxDepth = StixLimits.Default.Depth }))
        {
            writer.WriteStartArray();
            foreach (var one in objects)
            {
                one.WriteTo(writer);
            }

            writer.WriteEndArray();
        }

        var bundle = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(bundle, new() { Encoder = Json.Encoder, MaxDepth = StixLimits.Default.Depth }))
        {
            writer.WriteStartObject();
            writer.WriteString("type", "bundle");
            writer.WriteString("id", StixIds.Of("bundle", own, Convert.ToHexStringLower(SHA256.HashData(list.WrittenSpan))));
            if (objects.Count > 0)
            {
                writer.WritePropertyName("objects");
                writer.WriteRawValue(list.WrittenSpan, skipInputValidation: true);
            }

            writer.WriteEndObject();
        }

        return bundle.WrittenSpan.ToArray();
    }

    internal static JsonElement Element(JsonObject body) => JsonSerializer.SerializeToElement(body, Json);

    /// <summary>Reads what has been checked; null where the type is not modelled.</summary>
    internal static StixThing? ReadThing(JsonElement body)
    {
        try
        {
            return body.Text("type") switch
            {
                "identity" => body.Deserialize<StixIdentity>(Json),
                "incident" => body.Deserialize<StixIncident>(Json),
                "indicator" => body.Deserialize<StixIndicator>(Json),
                "observed-data" => body.Deserialize<StixObservedData>(Json),
                "sighting" => body.Deserialize<StixSighting>(Json),
                "course-of-action" => body.Deserialize<StixCourseOfAction>(Json),
                "vulnerability" => body.Deserialize<StixVulnerability>(Json),
                "report" => body.Deserialize<StixReport>(Json),
                "grouping" => body.Deserialize<StixGrouping>(Json),
                "relationship" => body.Deserialize<StixRelationship>(Json),
                { } type when StixTypes.CategoryOf(type) == StixCategory.Observable => body.Deserialize<StixObservable>(Json)! with { Of = type },
                _ => null,
            };
        }
        catch (JsonException)
        {
            // The check lets through no shape that the model has no room for; if it ever does, the object is kept and not read.
            return null;
        }
    }
}
