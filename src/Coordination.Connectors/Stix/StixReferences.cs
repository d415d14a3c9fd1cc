using System.Text.Json;
using System.Text.Json.Nodes;

namespace Coordination.Connectors.Stix;

/// <summary>What objects say of one another.</summary>
public static class StixReferences
{
    /// <summary>What can still be said of these, by its id, where some of them are not: whatever rests on one of those is not either, and lists of others go without it.</summary>
    /// <param name="gone">The ids of those that are not said.</param>
    public static IReadOnlyDictionary<string, JsonElement> Without(IReadOnlyList<JsonElement> objects, IEnumerable<string> gone)
    {
        ArgumentNullException.ThrowIfNull(objects);
        var not = gone.ToHashSet(StringComparer.Ordinal);
        if (not.Count == 0)
        {
            return objects.DistinctBy(StixSaid.IdOf).ToDictionary(StixSaid.IdOf, StringComparer.Ordinal);
        }

        // What rests on what goes takes with it what rests on that.
        while (objects.Where(one => !not.Contains(StixSaid.IdOf(one)) && Rests(one, not)).Select(StixSaid.IdOf).ToArray() is { Length: > 0 } more)
        {
            not.UnionWith(more);
        }

        return objects.Where(one => !not.Contains(StixSaid.IdOf(one))).DistinctBy(StixSaid.IdOf).ToDictionary(StixSaid.IdOf, one => Kept(one, not), StringComparer.Ordinal);
    }

    private static bool Rests(JsonElement one, HashSet<string> not)
        => one.EnumerateObject().Any(member => member.Name.EndsWith("_ref", StringComparison.Ordinal) ? not.Contains(member.Value.GetString()!)
            : member.NameEquals("object_refs") && member.Value.EnumerateArray().All(id => not.Contains(id.GetString()!)));

    private static JsonElement Kept(JsonElement one, HashSet<string> not)
    {
        var lists = one.EnumerateObject().Where(member => member.Name.EndsWith("_refs", StringComparison.Ordinal) && member.Value.EnumerateArray().Any(id => not.Contains(id.GetString()!))).ToArray();
        if (lists.Length == 0)
        {
            return one;
        }

        var body = JsonObject.Create(one)!;
        foreach (var list in lists)
        {
            string[] kept = [.. list.Value.EnumerateArray().Select(id => id.GetString()!).Where(id => !not.Contains(id))];
            if (kept.Length == 0)
            {
                body.Remove(list.Name);
            }
            else
            {
                body[list.Name] = new JsonArray([.. kept.Select(id => (JsonNode)id)]);
            }
        }

        return JsonSerializer.SerializeToElement(body, StixWriter.Json);
    }
}
