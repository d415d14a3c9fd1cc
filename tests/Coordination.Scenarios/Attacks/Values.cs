using System.Text.Json.Nodes;

namespace Coordination.Scenarios.Attacks;

/// <summary>Makes values of the described types that have a chance to be taken, or none.</summary>
internal sealed class Values(Described described, IReadOnlyDictionary<string, IReadOnlyList<string>> known)
{
    private static readonly string[] Texts = ["Scanning of a mail server", "Überprüfung läuft", "a", "<script>alert(1)</script>", "'; drop table rows; --", "{{7*7}}", "=1+1", "%s%n", "\u202eevil", "𝔘𝔫𝔦"];

    private static readonly string[] Nasty =
        ["", " ", "\0", "\u0001", "../../etc/passwd", "..\\..\\x", "\ud800", "null", "-1", "1e400", "0x1F", "NaN", "0001-01-01T00:00:00Z", "9999-12-31T23:59:59Z", "true", "[]", new('x', 5_000), "\r\nX-Evil: 1", "a|b", "a/b", "%00", "\ufeff"];

    /// <summary>What can stand in a field of this name, where its type does not tell.</summary>
    private static readonly Dictionary<string, string[]> ByName = new(StringComparer.Ordinal)
    {
        ["classification"] = ["phishing", "undetermined", "c2-server"],
        ["observables"] = ["192.0.2.77", "evil.example", "http://evil.example/x"],
        ["networks"] = ["198.18.7.0/24", "2001:db8:77::/48"],
        ["domains"] = ["made-up.example"],
        ["address"] = ["victim@made-up.example", "https://hooks.made-up.example/x"],
        ["webhook"] = ["https://hooks.made-up.example/x"],
        ["zone"] = ["Europe/Brussels", "Etc/UTC"],
        ["sort"] = ["updated", "opened", "severity"],
        ["q"] = ["status:open", "severity:high owner:ada", "\"exact\""],
        ["number"] = ["1", "2"],
        ["limit"] = ["1", "5", "1000"],
        ["If-Match"] = ["\"1\"", "\"3\"", "*"],
        ["Idempotency-Key"] = ["8e03978e-40d5-43dd-bc93-6894a57f9324", "again"],
        ["country"] = ["BE"],
        ["until"] = ["2099-01-01T00:00:00Z"],
    };

    public JsonNode? Of(JsonNode schema, string name, Random random, int depth = 0)
    {
        var one = described.Resolve(schema);
        if (one["oneOf"] is JsonArray choices)
        {
            return random.Next(3) == 0 ? null : Of(choices.First(choice => choice!["$ref"] is not null || !Described.TypesOf(choice.AsObject()).Contains("null"))!, name, random, depth);
        }

        var types = Described.TypesOf(one);
        if (types.Contains("null") && random.Next(3) == 0)
        {
            return null;
        }

        return types.FirstOrDefault(type => type != "null") switch
        {
            "object" => ObjectOf(one, random, depth),
            "array" => one["items"] is { } items ? new JsonArray([.. Enumerable.Range(0, random.Next(1, 3)).Select(_ => Of(items, name, random, depth + 1))]) : [],
            "integer" or "number" => random.Next(1, 10),
            "boolean" => random.Next(2) == 0,
            "string" => TextOf(one, name, random),
            _ => null,
        };
    }

    /// <summary>A text that fits the field, or where nothing is known of it any.</summary>
    public string TextOf(JsonObject schema, string name, Random random)
        => schema["enum"] is JsonArray all && all.OfType<JsonNode>().ToArray() is { Length: > 0 } words ? words[random.Next(words.Length)].GetValue<string>()
            : ByName.TryGetValue(name, out var named) ? named[random.Next(named.Length)]
            : name == "mail" ? $"victim{random.Next()}@made-up.example"
            : schema["format"]?.GetValue<string>() == "date-time" ? $"20{random.Next(24, 40)}-0{random.Next(1, 10)}-1{random.Next(10)}T10:00:00Z"
            : IdOf(name, random) ?? Texts[random.Next(Texts.Length)];

    /// <summary>An id of something that is there, or that is not.</summary>
    public string? IdOf(string name, Random random)
    {
        if (!known.TryGetValue(name, out var ids))
        {
            return null;
        }

        return random.Next(8) switch
        {
            0 => Guid.CreateVersion7().ToString("N"),
            1 => "x",
            _ => ids[random.Next(ids.Count)],
        };
    }

    /// <summary>Something that hardly belongs anywhere.</summary>
    public static JsonNode? Wrong(Random random) => random.Next(8) switch
    {
        0 => null,
        1 => new JsonArray(),
        2 => new JsonObject(),
        3 => random.NextInt64(long.MinValue, long.MaxValue),
        4 => -0.5,
        5 => random.Next(2) == 0,
        6 => JsonNode.Parse("1e308"),
        _ => NastyText(random),
    };

    public static string NastyText(Random random) => Nasty[random.Next(Nasty.Length)];

    private JsonObject ObjectOf(JsonObject schema, Random random, int depth)
    {
        var required = (schema["required"]?.AsArray() ?? []).Select(name => name!.GetValue<string>()).ToHashSet(StringComparer.Ordinal);
        return new(schema["properties"]!.AsObject().Where(field => required.Contains(field.Key) || (depth < 8 && random.Next(2) == 0))
            .Select(field => KeyValuePair.Create(field.Key, Of(field.Value!, field.Key, random, depth + 1))));
    }
}
