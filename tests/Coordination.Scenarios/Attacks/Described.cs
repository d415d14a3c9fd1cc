using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Coordination.Scenarios.Attacks;

/// <summary>One operation of our own OpenAPI document.</summary>
internal sealed record Operation(string Method, string Path, JsonObject Document)
{
    public string Name => $"{Method} {Path}";

    /// <summary>Anyone may ask.</summary>
    public bool IsOpen => Document["security"] is not JsonArray { Count: > 0 };

    /// <summary>The rights that it needs, as they are on the wire.</summary>
    public IReadOnlyList<string> Rights
        => Document["description"]?.GetValue<string>() is { } text && text.StartsWith(NeedsTheRight, StringComparison.Ordinal) ? text[NeedsTheRight.Length..].TrimEnd('.').Split(" and ") : [];

    public JsonNode? BodySchema => Document["requestBody"]?["content"]?["application/json"]?["schema"];

    public IEnumerable<(string Name, string In, JsonNode Schema)> Parameters
        => (Document["parameters"]?.AsArray() ?? []).Select(one => (one!["name"]!.GetValue<string>(), one["in"]!.GetValue<string>(), one["schema"]!));

    /// <summary>What it says it answers with this status: by media type its schema; null if it says nothing of the status.</summary>
    public JsonObject? Answers(int status)
        => Document["responses"]?[status.ToString(System.Globalization.CultureInfo.InvariantCulture)] is { } answer ? answer["content"]?.AsObject() ?? [] : null;

    private const string NeedsTheRight = "Needs the right ";
}

/// <summary>Our own OpenAPI document, and whether an answer is as it says.</summary>
internal sealed class Described(JsonObject document)
{
    private readonly JsonObject _types = document["components"]!["schemas"]!.AsObject();

    public JsonObject Document => document;

    public IReadOnlyList<Operation> Operations { get; } =
        [.. from path in document["paths"]!.AsObject() from operation in path.Value!.AsObject() select new Operation(operation.Key.ToUpperInvariant(), path.Key, operation.Value!.AsObject())];

    public static async Task<Described> ReadAsync(HttpClient http) => new(JsonNode.Parse(await http.GetStringAsync("/openapi/v1.json"))!.AsObject());

    /// <summary>The schema itself, where another is meant.</summary>
    public JsonObject Resolve(JsonNode schema)
    {
        var one = schema.AsObject();
        while (one["$ref"]?.GetValue<string>() is { } to)
        {
            one = _types[to[(to.LastIndexOf('/') + 1)..]]!.AsObject();
        }

        return one;
    }

    /// <summary>Where a value is not what the schema says; null if it is.</summary>
    public string? Misfit(JsonNode? value, JsonNode schema, string at = "")
    {
        var one = Resolve(schema);
        if (one["oneOf"] is JsonArray choices)
        {
            return choices.Any(choice => Misfit(value, choice!, at) is null) ? null : $"{at}: none of what may be there";
        }

        if (TypesOf(one) is { Count: > 0 } types && !types.Contains(TypeOf(value)) && !(types.Contains("number") && TypeOf(value) == "integer"))
        {
            return $"{at}: {TypeOf(value)} instead of {string.Join(" or ", types)}";
        }

        return value switch
        {
            JsonObject item => MisfitOf(item, one, at),
            JsonArray list when one["items"] is { } items => list.Select((each, index) => Misfit(each, items, $"{at}/{index}")).FirstOrDefault(misfit => misfit is not null),
            JsonValue text when text.TryGetValue<string>(out var said) => MisfitOf(said, one, at),
            _ => null,
        };
    }

    public static IReadOnlyList<string> TypesOf(JsonObject schema) => schema["type"] switch
    {
        JsonArray several => [.. several.Select(one => one!.GetValue<string>())],
        JsonValue only => [only.GetValue<string>()],
        _ => [],
    };

    private string? MisfitOf(JsonObject value, JsonObject schema, string at)
    {
        if (schema["properties"] is not JsonObject properties)
        {
            return null;
        }

        return (schema["required"]?.AsArray() ?? []).Select(name => name!.GetValue<string>()).FirstOrDefault(name => !value.ContainsKey(name)) is { } missing ? $"{at}/{missing}: missing"
            : value.FirstOrDefault(field => !properties.ContainsKey(field.Key)).Key is { } extra ? $"{at}/{extra}: not described"
            : value.Select(field => Misfit(field.Value, properties[field.Key]!, $"{at}/{field.Key}")).FirstOrDefault(misfit => misfit is not null);
    }

    private static string? MisfitOf(string said, JsonObject schema, string at)
        => schema["enum"] is JsonArray words && !words.Any(word => word?.GetValue<string>() == said) ? $"{at}: '{said}' is none of the words"
            : schema["pattern"]?.GetValue<string>() is { } pattern && !Regex.IsMatch(said, pattern) ? $"{at}: '{said}' has another form"
            : schema["maxLength"]?.GetValue<int>() is { } most && said.Length > most ? $"{at}: longer than {most}"
            : null;

    private static string TypeOf(JsonNode? value) => value switch
    {
        null => "null",
        JsonObject => "object",
        JsonArray => "array",
        _ => value.GetValueKind() switch
        {
            System.Text.Json.JsonValueKind.String => "string",
            System.Text.Json.JsonValueKind.Number => value.AsValue().TryGetValue<long>(out _) ? "integer" : "number",
            System.Text.Json.JsonValueKind.Null => "null",
            _ => "boolean",
        },
    };
}
