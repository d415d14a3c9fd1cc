using System.Text.Json;
using Coordination.Contracts.Advisories;
using Coordination.Connectors.Stix.Model;
using Coordination.Connectors.Stix.Patterns;

namespace Coordination.Connectors.Stix;

/// <summary>What the types demand beyond their shape. What is broken quarantines an object; what is doubtful is shown.</summary>
internal static class StixRules
{
    private static readonly (string Type, string Earlier, string Later, bool MayEqual)[] Orders =
    [
        ("", "created", "modified", true), ("indicator", "valid_from", "valid_until", false), ("observed-data", "first_observed", "last_observed", true), ("sighting", "first_seen", "last_seen", true),
        ("relationship", "start_time", "stop_time", false), ("malware", "first_seen", "last_seen", true), ("campaign", "first_seen", "last_seen", true), ("infrastructure", "first_seen", "last_seen", true),
        ("intrusion-set", "first_seen", "last_seen", true), ("threat-actor", "first_seen", "last_seen", true), ("network-traffic", "start", "end", true),
    ];

    /// <summary>Of some types at least one of several properties must be there.</summary>
    private static readonly Dictionary<string, string[]> OneOf = new(StringComparer.Ordinal)
    {
        ["artifact"] = ["payload_bin", "url"],
        ["file"] = ["hashes", "name"],
        ["network-traffic"] = ["src_ref", "dst_ref"],
        ["location"] = ["region", "country", "latitude"],
        ["malware-analysis"] = ["result", "analysis_sco_refs"],
        ["marking-definition"] = ["definition", "extensions"],
        ["observed-data"] = ["object_refs", "objects"],
        ["process"] = [.. Own("process")],
        ["user-account"] = [.. Own("user-account")],
        ["windows-registry-key"] = [.. Own("windows-registry-key")],
        ["x509-certificate"] = [.. Own("x509-certificate")],
    };

    public static Finding? Broken(JsonElement body, StixType type, string path)
        => Order(body, path) ?? Incomplete(body, type.Name, path) ?? type.Name switch
        {
            "observed-data" when Has(body, "objects") && Has(body, "object_refs") => Wrong(path, "objects", "Either objects or object_refs stands here, never both."),
            "artifact" when Has(body, "payload_bin") && Has(body, "url") => Wrong(path, "url", "Either payload_bin or url stands here, never both."),
            "artifact" when Has(body, "url") && !Has(body, "hashes") => Wrong(path, "hashes", "What lies elsewhere is named by its hashes. Ask the sender for them."),
            "malware" when body.Find("is_family").ValueKind == JsonValueKind.True && !Has(body, "name") => Wrong(path, "name", "A family of malware has a name. Ask the sender for it."),
            "location" when Has(body, "latitude") != Has(body, "longitude") => Wrong(path, "longitude", "Latitude and longitude stand together or not at all."),
            "marking-definition" => StixLabels.Contradiction(body) is { } text ? Wrong(path, "definition", text, "marking") : null,
            _ => null,
        };

    /// <summary>Times that cannot follow one another.</summary>
    public static Finding? Order(JsonElement body, string path)
    {
        var type = body.Text("type");
        foreach (var (of, earlier, later, mayEqual) in Orders)
        {
            if ((of.Length == 0 || of == type) && StixTime.TryRead(body.Text(earlier), out var first) && StixTime.TryRead(body.Text(later), out var last) && (mayEqual ? last < first : last <= first))
            {
                return Wrong(path, later, $"This lies {(mayEqual ? "before" : "not after")} {earlier}. One of the two is wrong.", "order");
            }
        }

        return null;
    }

    public static IEnumerable<Finding> Doubtful(JsonElement body, StixType type, string path)
    {
        if (type.Category == StixCategory.Observable && StixIds.OfObservable(type.Name, body) is { } id && body.Text("id") != id)
        {
            yield return StixCheck.Doubt(StrictJson.At(path, "id"), "own-id", "The id does not follow from what the observable says, so others will not recognise it by its id. Here it is recognised by what it says.");
        }

        if (type.Name == "indicator" && body.Text("pattern_type") == "stix" && StixPattern.Read(body.Text("pattern")!).Unclear is { } unclear)
        {
            yield return StixCheck.Doubt(StrictJson.At(path, "pattern"), "pattern", $"{unclear} The indicator is kept and matches nothing here.");
        }
        else if (type.Name == "indicator" && body.Text("pattern_type") != "stix")
        {
            yield return StixCheck.Doubt(StrictJson.At(path, "pattern_type"), "pattern", "Only STIX patterns are evaluated here. The indicator is kept and matches nothing here.");
        }

        if (type.Name == "incident" && body.Find("extensions").Find(IncidentCore.Key) is { ValueKind: JsonValueKind.Object } core && IncidentCore.Read(core) is null)
        {
            yield return StixCheck.Doubt(StrictJson.At(StrictJson.At(path, "extensions"), IncidentCore.Key), "extension", "The incident extension lacks what it must say, or says it otherwise. It is kept and not read.");
        }

        foreach (var selector in StixLabels.LostSelectors(body))
        {
            yield return StixCheck.Doubt(StrictJson.At(path, "granular_markings"), "selector", $"A marking is for {(selector.Length > 60 ? selector[..60] : selector)}, which is not there. It counts for the whole object.");
        }
    }

    private static Finding? Incomplete(JsonElement body, string type, string path)
        => OneOf.TryGetValue(type, out var names) && !names.Any(name => Has(body, name))
            ? StixCheck.Wrong(path, "missing", $"A {type} must say at least one of {string.Join(", ", names.Take(6))}. Ask the sender for it.")
            : null;

    private static IEnumerable<string> Own(string type)
        => StixTypes.Find(type)!.Known.Except(["type", "id", "spec_version", "object_marking_refs", "granular_markings", "defanged"]).Order(StringComparer.Ordinal);

    private static bool Has(JsonElement body, string name)
        => body.Find(name) is var value && value.ValueKind switch { JsonValueKind.Undefined or JsonValueKind.Null => false, JsonValueKind.Array => value.GetArrayLength() > 0, JsonValueKind.Object => value.EnumerateObject().MoveNext(), _ => true };

    private static Finding Wrong(string path, string name, string text, string code = "shape") => StixCheck.Wrong(StrictJson.At(path, name), code, text);
}
