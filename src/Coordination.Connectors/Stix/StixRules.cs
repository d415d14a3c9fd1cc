using System.Text.Json;
using Coordination.Contracts.Advisories;

namespace Coordination.Connectors.Stix;

/// <summary>What the types demand beyond their shape. What breaks it is quarantined.</summary>
internal static class StixRules
{
    private const int MostSelectors = 500;

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
        => Order(body, path) ?? Overmarked(body, path) ?? Incomplete(body, type.Name, path) ?? type.Name switch
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

    /// <summary>Each selector is looked up in the object: so many must not be asked for.</summary>
    private static Finding? Overmarked(JsonElement body, string path)
        => body.Items("granular_markings").SelectMany(one => one.Items("selectors")).Skip(MostSelectors).Any() ? Wrong(path, "granular_markings", $"Here stand more than {MostSelectors} selectors. Ask the sender to mark the whole object.", "too-many") : null;

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
