using System.Text.Json;
using System.Text.Json.Nodes;

namespace Coordination.Connectors.Stix;

/// <summary>What an object of ours says apart from its version, and the same said later or no longer.</summary>
public static class StixSaid
{
    /// <summary>The words in which an object that no longer holds is told apart: what its type cannot do without.</summary>
    private static readonly string[] Always = ["type", "spec_version", "id", "created_by_ref", "created", "object_marking_refs"];
    private static readonly Dictionary<string, string[]> Needed = new(StringComparer.Ordinal)
    {
        ["incident"] = ["name"],
        ["indicator"] = ["pattern", "pattern_type", "pattern_version", "valid_from", "indicator_types"],
        ["observed-data"] = ["first_observed", "last_observed", "number_observed", "object_refs"],
        ["sighting"] = ["sighting_of_ref"],
        ["relationship"] = ["relationship_type", "source_ref", "target_ref"],
        ["grouping"] = ["context", "object_refs"],
        ["report"] = ["name", "published", "object_refs"],
        ["vulnerability"] = ["name"],
        ["course-of-action"] = ["name"],
    };

    public static string IdOf(JsonElement one) => one.GetProperty("id").GetString()!;

    /// <summary>Its <c>modified</c>, else its <c>created</c>; null for what has no versions.</summary>
    public static string? Of(JsonElement one)
        => one.TryGetProperty("modified", out var modified) ? modified.GetString() : one.TryGetProperty("created", out var created) ? created.GetString() : null;

    public static bool IsRevoked(JsonElement one) => one.TryGetProperty("revoked", out var revoked) && revoked.ValueKind == JsonValueKind.True;

    /// <summary>What it says, whenever it says so.</summary>
    public static string Bare(JsonElement one)
    {
        var body = Body(one);
        body.Remove("modified");
        return body.ToJsonString();
    }

    /// <summary>The same by who created the object: only that one makes versions of it, and we are another under another name, contact or marking.</summary>
    /// <param name="before">A version of it that has left.</param>
    public static JsonElement By(JsonElement one, JsonElement before)
    {
        if (!one.TryGetProperty("created_by_ref", out var now) || !before.TryGetProperty("created_by_ref", out var then) || now.GetString() == then.GetString())
        {
            return one;
        }

        var body = Body(one);
        body["created_by_ref"] = then.GetString();
        return Element(body);
    }

    /// <summary>The same, said at another time. Of what has no versions, as it is.</summary>
    public static JsonElement At(JsonElement one, DateTimeOffset at)
    {
        if (!one.TryGetProperty("modified", out _))
        {
            return one;
        }

        var body = Body(one);
        body["modified"] = StixTime.Of(at).Text;
        return Element(body);
    }

    /// <summary>That it no longer holds, and nothing more than its type asks for; null for what is never revoked: an observable is a fact, an identity stands in other shares too.</summary>
    public static JsonElement? Revoked(JsonElement last, DateTimeOffset at)
    {
        if (!Needed.TryGetValue(last.GetProperty("type").GetString()!, out var needed))
        {
            return null;
        }

        var body = new JsonObject();
        foreach (var (name, value) in Body(last).Where(member => Always.Contains(member.Key) || needed.Contains(member.Key)).ToArray())
        {
            body[name] = name == "name" ? "Withdrawn" : value?.DeepClone();
        }

        body["modified"] = StixTime.Of(at).Text;
        body["revoked"] = true;
        return Element(body);
    }

    /// <summary>As it is kept and sent.</summary>
    public static string Text(JsonElement one) => JsonSerializer.Serialize(one, StixWriter.Json);

    private static JsonObject Body(JsonElement one) => JsonObject.Create(one)!;

    private static JsonElement Element(JsonObject body) => JsonSerializer.SerializeToElement(body, StixWriter.Json);
}
