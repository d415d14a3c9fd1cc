using System.Text.Json.Nodes;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace Coordination.Deploy.Tests;

/// <summary>Files in YAML, read strictly: a key that stands twice, or a tag that nobody knows, is an error. All scalars are texts.</summary>
internal static class Yaml
{
    public static JsonObject Read(string file) => Assert.Single(ReadAll(file));

    /// <summary>The documents of a file of the deployment.</summary>
    public static IReadOnlyList<JsonObject> ReadAll(string file)
    {
        using var reader = new StreamReader(Deployment.PathOf(file));
        var stream = new YamlStream();
        try
        {
            stream.Load(reader);
        }
        catch (YamlException wrong)
        {
            throw new InvalidDataException($"{file} line {wrong.Start.Line}: {wrong.Message}", wrong);
        }

        return [.. stream.Documents.Select(document => Convert(document.RootNode) as JsonObject ?? throw new InvalidDataException($"{file} holds something other than a mapping."))];
    }

    /// <summary>The texts of a list, or the keys of a mapping: many formats allow either.</summary>
    public static IEnumerable<string> Names(this JsonNode? node) => node switch
    {
        null => [],
        JsonObject mapping => mapping.Select(pair => pair.Key),
        JsonArray list => list.Select(item => item is JsonValue ? item.Text() : item!["source"].Text()),
        _ => [node.Text()],
    };

    public static string Text(this JsonNode? node) => node?.GetValue<string>() ?? "";

    private static JsonNode? Convert(YamlNode node) => node switch
    {
        _ when !node.Tag.IsEmpty && node.Tag.IsLocal => throw new InvalidDataException($"line {node.Start.Line}: the tag {node.Tag} is not YAML's own"),
        YamlMappingNode mapping => Convert(mapping),
        YamlSequenceNode list => new JsonArray([.. list.Children.Select(Convert)]),
        YamlScalarNode { Style: ScalarStyle.Plain, Value: null or "" or "~" or "null" } => null,
        YamlScalarNode scalar => JsonValue.Create(scalar.Value),
        _ => throw new InvalidDataException($"line {node.Start.Line}: {node.NodeType} is not expected"),
    };

    private static JsonObject Convert(YamlMappingNode mapping)
    {
        var converted = new JsonObject();
        var merged = new List<JsonObject>();
        foreach (var (key, value) in mapping.Children)
        {
            if (key is YamlScalarNode { Value: "<<" })
            {
                merged.Add((JsonObject)Convert(value)!);
            }
            else
            {
                converted.Add(((YamlScalarNode)key).Value!, Convert(value));
            }
        }

        // What stands here itself comes before what is taken over.
        foreach (var (key, value) in merged.SelectMany(one => one))
        {
            converted.TryAdd(key, value?.DeepClone());
        }

        return converted;
    }
}
