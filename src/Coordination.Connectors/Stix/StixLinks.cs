using System.Text.Json;

namespace Coordination.Connectors.Stix;

/// <summary>What leads from object to object.</summary>
internal static class StixLinks
{
    /// <summary>Along these nothing may come back to itself: each says that one is inside, below or made of the other.</summary>
    private static readonly string[] Containing = ["object_refs", "contains_refs", "parent_directory_ref", "parent_ref", "encapsulates_refs", "encapsulated_by_ref", "object_marking_refs"];

    /// <summary>Without these an object says nothing.</summary>
    private static readonly string[] Essential = ["source_ref", "target_ref", "sighting_of_ref"];

    /// <summary>Those that take part in a circle.</summary>
    public static HashSet<StixObject> Circles(IReadOnlyCollection<StixObject> objects)
    {
        var found = new HashSet<StixObject>();
        foreach (var name in Containing)
        {
            found.UnionWith(InCircles([.. objects.SelectMany(one => Values(one.Body.Find(name)).Select(to => (one.Id, to, one)))]));
        }

        found.UnionWith(InCircles(
        [
            .. objects.Where(one => one.Type == "relationship" && one.Body.Text("relationship_type") is "derived-from" or "duplicate-of")
                .Select(one => (one.Body.Text("source_ref")!, one.Body.Text("target_ref")!, one)),
        ]));
        return found;
    }

    /// <summary>What an object names, by the property that names it.</summary>
    public static IEnumerable<(string Name, string Id)> Of(JsonElement body)
        => body.EnumerateObject().Where(member => member.Name.EndsWith("_ref", StringComparison.Ordinal) || member.Name.EndsWith("_refs", StringComparison.Ordinal))
            .SelectMany(member => Values(member.Value).Select(id => (member.Name, id)));

    public static bool IsEssential(string name) => Essential.Contains(name);

    private static IEnumerable<string> Values(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.String => [value.GetString()!],
        JsonValueKind.Array => value.EnumerateArray().Where(one => one.ValueKind == JsonValueKind.String).Select(one => one.GetString()!),
        _ => [],
    };

    /// <summary>Takes away whatever nothing leads to or from, as long as there is any: what is left goes in circles. No recursion, for documents choose how long their chains are.</summary>
    private static IEnumerable<StixObject> InCircles(IReadOnlyCollection<(string From, string To, StixObject Owner)> edges)
    {
        if (edges.Count == 0)
        {
            return [];
        }

        var left = edges.SelectMany(edge => new[] { edge.From, edge.To }).ToHashSet(StringComparer.Ordinal);
        foreach (var forward in new[] { true, false })
        {
            var next = edges.ToLookup(edge => forward ? edge.From : edge.To, edge => forward ? edge.To : edge.From, StringComparer.Ordinal);
            var open = edges.GroupBy(edge => forward ? edge.To : edge.From, StringComparer.Ordinal).ToDictionary(group => group.Key, group => group.Count(), StringComparer.Ordinal);
            var free = new Queue<string>(edges.Select(edge => forward ? edge.From : edge.To).Where(id => !open.ContainsKey(id)).Distinct(StringComparer.Ordinal));
            while (free.TryDequeue(out var id))
            {
                left.Remove(id);
                foreach (var to in next[id].Where(to => --open[to] == 0))
                {
                    free.Enqueue(to);
                }
            }

            edges = [.. edges.Where(edge => left.Contains(edge.From) && left.Contains(edge.To))];
        }

        return edges.Select(edge => edge.Owner);
    }
}
