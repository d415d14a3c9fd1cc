using System.Text;
using System.Text.Json.Nodes;
using Coordination.Connectors.Stix;
using Coordination.Shared;

namespace Coordination.Connectors.Tests.Stix;

/// <summary>The sample of the specifications' reader, and small bundles.</summary>
internal static class Bundles
{
    public const string Amber = "marking-definition--55d920b0-5e8b-4f79-9ee9-91f868d9b421";

    public static byte[] Sample { get; } = File.ReadAllBytes(Repository.PathOf("tests", "data", "stix-incident-bundle.json"));

    public static byte[] Of(params JsonObject[] objects)
        => Encoding.UTF8.GetBytes(new JsonObject { ["type"] = "bundle", ["id"] = $"bundle--{StixIds.V5(Guid.Empty, "bundle")}", ["objects"] = new JsonArray([.. objects.Select(one => (JsonNode)one.DeepClone())]) }.ToJsonString());

    public static StixReading Read(params JsonObject[] objects) => StixReader.Read(Of(objects));

    /// <summary>An id by a name.</summary>
    public static string Id(string type, string name) => $"{type}--{StixIds.V5(Guid.Empty, name)}";

    public static JsonObject Thing(string type, string name, params (string Name, JsonNode? Value)[] members)
    {
        var body = new JsonObject
        {
            ["type"] = type, ["spec_version"] = "2.1", ["id"] = Id(type, name), ["created"] = "2026-01-02T10:00:00.000Z", ["modified"] = "2026-01-02T10:00:00.000Z",
        };
        foreach (var (member, value) in members)
        {
            if (value is null)
            {
                body.Remove(member);
            }
            else
            {
                body[member] = value.DeepClone();
            }
        }

        return body;
    }

    public static JsonObject Identity(string name, params (string Name, JsonNode? Value)[] members) => Thing("identity", name, [("name", name), .. members]);

    public static JsonObject Relationship(string name, string source, string target, string verb = "related-to")
        => Thing("relationship", name, ("relationship_type", verb), ("source_ref", source), ("target_ref", target));

    public static JsonObject Report(string name, params string[] refs)
        => Thing("report", name, ("name", name), ("published", "2026-01-02T10:00:00Z"), ("object_refs", new JsonArray([.. refs.Select(one => (JsonNode?)one)])));
}
