using System.Text.Json;
using Coordination.Contracts.Advisories;

namespace Coordination.Connectors.Stix;

/// <summary>Looks at one object by itself: its names, its version, its id and type, its shape, and what its type demands.</summary>
internal static class StixCheck
{
    private const int MostWarnings = 20;
    private static readonly string[] OfAll = ["created", "modified", "revoked", "created_by_ref", "object_marking_refs", "granular_markings", "labels", "confidence", "external_references", "extensions"];

    /// <summary>The object, or why it is quarantined.</summary>
    public static (StixObject? Object, Finding? Why) Examine(JsonElement body, int index)
    {
        var path = StrictJson.At("/objects", index);
        if (body.ValueKind != JsonValueKind.Object)
        {
            return (null, Wrong(path, "shape", "Here stands an object."));
        }

        if ((StrictJson.Flaw(body, path, "stix") ?? Named(body, path) ?? Versioned(body, path)) is { } why)
        {
            return (null, why);
        }

        var warnings = new List<Finding>();
        var type = StixTypes.Find(body.Text("type")!);
        return (type is null ? Common(body, path) : Shaped(body, type, path, warnings) ?? StixRules.Broken(body, type, path)) is { } wrong
            ? (null, wrong)
            : (new StixObject(index, body.Text("id")!, body, [.. warnings.Concat(StixDoubts.Of(body, type, path)).Take(MostWarnings)]), null);
    }

    /// <summary>Whether what an object says of its label can be read, whatever else is wrong with it.</summary>
    public static bool IsLabelReadable(JsonElement body)
        => body.ValueKind == JsonValueKind.Object && StrictJson.Flaw(body, "", "stix") is null
            && Misshapen(body, "", "object_marking_refs", "") is null && Misshapen(body, "", "granular_markings", "") is null;

    public static Finding Wrong(string path, string code, string text) => StrictJson.Wrong(path, "stix", code, text);

    public static Finding Doubt(string path, string code, string text) => Wrong(path, code, text) with { Level = FindingLevel.Warning };

    private static Finding? Named(JsonElement body, string path)
    {
        var (type, id) = (body.Text("type"), body.Text("id"));
        if (type is null || id is null)
        {
            return Wrong(StrictJson.At(path, type is null ? "type" : "id"), "missing", "Every object has a type and an id. Ask the sender for them.");
        }

        if (!StixIds.IsId(id))
        {
            return Wrong(StrictJson.At(path, "id"), "id", "This is no id. It is written as a type, two hyphens and a UUID.");
        }

        if (type == "bundle")
        {
            return Wrong(StrictJson.At(path, "type"), "shape", "A bundle stands in no bundle. Send its objects.");
        }

        return StixIds.TypeOf(id) == type ? null : Wrong(StrictJson.At(path, "id"), "type", "The id names another type than the object has. An object never changes its type.");
    }

    private static Finding? Versioned(JsonElement body, string path)
    {
        var version = body.Find("spec_version");
        var needed = StixTypes.Find(body.Text("type")!)?.Needed.Contains("spec_version") == true;
        return version switch
        {
            { ValueKind: JsonValueKind.String } when version.GetString() == "2.1" => null,
            { ValueKind: JsonValueKind.Undefined } when !needed => null,
            { ValueKind: JsonValueKind.Undefined } => Wrong(StrictJson.At(path, "spec_version"), "version", "There is no spec_version, so this is STIX 2.0 or older. Ask the sender for 2.1."),
            _ => Wrong(StrictJson.At(path, "spec_version"), "version", "This is another version than 2.1. Ask the sender for 2.1."),
        };
    }

    /// <summary>Of types that are not known here: what every type has in common.</summary>
    private static Finding? Common(JsonElement body, string path)
        => OfAll
            .Select(name => Misshapen(body, "", name, path)).FirstOrDefault(wrong => wrong is not null) ?? StixRules.Order(body, path);

    private static Finding? Shaped(JsonElement body, StixType type, string path, List<Finding> warnings)
    {
        if (type.Needed.FirstOrDefault(name => body.Find(name).ValueKind is JsonValueKind.Undefined or JsonValueKind.Null) is { } missing)
        {
            return Wrong(StrictJson.At(path, missing), "missing", $"A {type.Name} must say this. Ask the sender for it.");
        }

        foreach (var member in body.EnumerateObject())
        {
            if (IsEmpty(member.Value))
            {
                if (type.Needed.Contains(member.Name))
                {
                    return Wrong(StrictJson.At(path, member.Name), "missing", $"A {type.Name} must say this, and here is nothing.");
                }

                if (type.Known.Contains(member.Name) && Misshapen(body, type.Name, member.Name, path) is { } other)
                {
                    return other;
                }

                Warn(warnings, Doubt(StrictJson.At(path, member.Name), "empty", "What says nothing should be left out. It is read as if it were."));
            }
            else if (!type.Known.Contains(member.Name))
            {
                Warn(warnings, Doubt(StrictJson.At(path, member.Name), "unknown-member", $"STIX 2.1 knows no such property of a {type.Name}. It is kept and given back as it is."));
            }
            else if (Misshapen(body, type.Name, member.Name, path) is { } wrong)
            {
                return wrong;
            }
        }

        return null;
    }

    private static Finding? Misshapen(JsonElement body, string type, string name, string path)
        => body.Find(name) is var value && (value.ValueKind is JsonValueKind.Undefined or JsonValueKind.Null || StixShape.For(type, name).Fits(value))
            ? null
            : Wrong(StrictJson.At(path, name), StixShape.For(type, name).Code, $"Here stands {StixShape.For(type, name).What}.");

    /// <summary>One object that is doubtful in every line is shown as such; nobody reads thousands.</summary>
    private static void Warn(List<Finding> warnings, Finding doubt)
    {
        if (warnings.Count < MostWarnings)
        {
            warnings.Add(doubt);
        }
    }

    private static bool IsEmpty(JsonElement value)
        => value.ValueKind switch { JsonValueKind.Null => true, JsonValueKind.Array => value.GetArrayLength() == 0, JsonValueKind.Object => !value.EnumerateObject().MoveNext(), _ => false };
}
