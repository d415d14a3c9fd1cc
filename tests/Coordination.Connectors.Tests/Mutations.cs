using System.Text;
using System.Text.Json.Nodes;

namespace Coordination.Connectors.Tests;

/// <summary>A valid document with something done to it: members taken away, renamed, doubled and replaced, seldom a byte changed or the end cut off. The same draws do the same.</summary>
internal static class Mutations
{
    /// <param name="values">What is put in the place of something, as JSON.</param>
    /// <param name="most">Done to it at most so often.</param>
    public static byte[] Of(byte[] document, IReadOnlyList<string> values, int most, Random random)
    {
        var root = JsonNode.Parse(document)!;
        for (var change = random.Next(1, most + 1); change > 0; change--)
        {
            Change(root, values, random);
        }

        var bytes = Encoding.UTF8.GetBytes(root.ToJsonString());
        if (random.Next(10) == 0)
        {
            bytes[random.Next(bytes.Length)] = (byte)random.Next(256);
        }

        return random.Next(30) == 0 ? bytes[..random.Next(bytes.Length)] : bytes;
    }

    private static void Change(JsonNode root, IReadOnlyList<string> values, Random random)
    {
        var places = Places(root).ToArray();
        if (places.Length == 0)
        {
            return;
        }

        var (parent, key) = places[random.Next(places.Length)];
        var from = places[random.Next(places.Length)];
        JsonNode? other = from.Key is int fromIndex ? from.Parent[fromIndex] : from.Parent[(string)from.Key];
        var replacement = random.Next(3) == 0 ? other?.DeepClone() : JsonNode.Parse(values[random.Next(values.Count)]);
        switch (parent, key)
        {
            case (JsonObject members, string name) when random.Next(3) == 0:
                members.Remove(name);
                break;
            case (JsonObject members, string name) when random.Next(4) == 0:
                var value = members[name];
                members.Remove(name);
                members[$"{name}x"] = value;
                break;
            case (JsonObject members, string name):
                members[name] = replacement;
                break;
            case (JsonArray items, int index) when random.Next(3) == 0:
                items.Insert(index, items[index]?.DeepClone());
                break;
            case (JsonArray items, int index) when random.Next(3) == 0:
                items.RemoveAt(index);
                break;
            case (JsonArray items, int index):
                items[index] = replacement;
                break;
        }
    }

    private static IEnumerable<(JsonNode Parent, object Key)> Places(JsonNode? node) => node switch
    {
        JsonObject members => members.SelectMany(member => Places(member.Value).Prepend((members, member.Key))),
        JsonArray items => items.SelectMany((item, index) => Places(item).Prepend((items, index))),
        _ => [],
    };
}
