using System.Text.Json;

namespace Coordination.Console.Exchange;

/// <summary>A property that says something else than before; null where there was or is none.</summary>
internal sealed record JsonChange(string Path, string? Before, string? Now);

/// <summary>How one object differs from another, property by property.</summary>
internal static class JsonDifference
{
    public static IReadOnlyList<JsonChange> Between(JsonElement before, JsonElement now)
    {
        var changes = new List<JsonChange>();
        Compare("", before, now, changes);
        return changes;
    }

    private static void Compare(string path, JsonElement before, JsonElement now, List<JsonChange> changes)
    {
        if (before.ValueKind == JsonValueKind.Object && now.ValueKind == JsonValueKind.Object)
        {
            foreach (var name in before.EnumerateObject().Concat(now.EnumerateObject()).Select(property => property.Name).Distinct(StringComparer.Ordinal))
            {
                var at = path.Length == 0 ? name : $"{path}.{name}";
                switch (before.TryGetProperty(name, out var was), now.TryGetProperty(name, out var becomes))
                {
                    case (true, true):
                        Compare(at, was, becomes, changes);
                        break;
                    case (true, false):
                        changes.Add(new(at, Text(was), null));
                        break;
                    default:
                        changes.Add(new(at, null, Text(becomes)));
                        break;
                }
            }
        }
        else if (!JsonElement.DeepEquals(before, now))
        {
            changes.Add(new(path, Text(before), Text(now)));
        }
    }

    private static string Text(JsonElement value) => value.ValueKind == JsonValueKind.String ? value.GetString()! : value.GetRawText();
}
