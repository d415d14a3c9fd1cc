using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Coordination.Contracts;

namespace Coordination.Connectors.Stix;

/// <summary>The markings of TLP 2.0 and 1 and what markings mean. Ids decide: wrong definitions under right ids are not believed, right ones under wrong ids are.</summary>
internal static class StixLabels
{
    private const string Extension = "extension-definition--60a3c5c5-0d10-413e-aab3-9e08dde9e88d";

    private static readonly (string Id, Tlp Tlp, string Word)[] Two =
    [
        ("marking-definition--94868c89-83c2-464b-929b-a1a8aa3c8487", Tlp.Clear, "clear"),
        ("marking-definition--bab4a63c-aed9-4cf5-a766-dfca5abac2bb", Tlp.Green, "green"),
        ("marking-definition--55d920b0-5e8b-4f79-9ee9-91f868d9b421", Tlp.Amber, "amber"),
        ("marking-definition--939a9414-2ddd-4d32-a0cd-375ea402b003", Tlp.AmberStrict, "amber+strict"),
        ("marking-definition--e828b379-4e03-4974-9ac4-e53a884c97c1", Tlp.Red, "red"),
    ];

    private static readonly (string Id, Tlp Tlp, string Word)[] One =
    [
        ("marking-definition--613f2e26-407d-48c7-9eca-b8e91df99dc9", Tlp.Clear, "white"),
        ("marking-definition--34098fce-860f-48ae-8e50-ebd3cc5e41da", Tlp.Green, "green"),
        ("marking-definition--f88d31f6-486f-44da-b317-01333bde0b82", Tlp.Amber, "amber"),
        ("marking-definition--5e57c739-391a-4eb3-b6be-7d15ca92d5ed", Tlp.Red, "red"),
    ];

    private static readonly Dictionary<string, StixMarking> WellKnown = Two.Concat(One).ToDictionary(one => one.Id, one => new StixMarking(one.Tlp, null), StringComparer.Ordinal);

    public static bool IsWellKnown(string id) => WellKnown.ContainsKey(id);

    public static string IdOf(Tlp tlp, TlpVersion version) => Written(tlp, version).Id;

    /// <summary>The definition as FIRST and OASIS have it, letter by letter.</summary>
    public static JsonObject Definition(Tlp tlp, TlpVersion version)
    {
        var (id, _, word) = Written(tlp, version);
        var body = new JsonObject { ["type"] = "marking-definition", ["spec_version"] = "2.1", ["id"] = id };
        if (version == TlpVersion.One)
        {
            body["created"] = "2017-01-20T00:00:00.000Z";
            body["name"] = $"TLP:{word.ToUpperInvariant()}";
            body["definition_type"] = "tlp";
            body["definition"] = new JsonObject { ["tlp"] = word };
            return body;
        }

        body["created"] = "2022-10-01T00:00:00.000Z";
        body["name"] = $"TLP:{word.ToUpperInvariant()}";
        body["extensions"] = new JsonObject { [Extension] = new JsonObject { ["extension_type"] = "property-extension", ["tlp_2_0"] = word } };
        return body;
    }

    /// <summary>A definition of TLP that says the right thing and something besides.</summary>
    public static bool IsOddlyWritten(JsonElement definition)
        => definition.Text("id") is { } id && IsWellKnown(id)
            && !JsonElement.DeepEquals(definition, StixWriter.Element(Definition(WellKnown[id].Tlp!.Value, Two.Any(one => one.Id == id) ? TlpVersion.Two : TlpVersion.One)));

    /// <summary>Says what is wrong with a definition that stands under an id of TLP and says something else.</summary>
    public static string? Contradiction(JsonElement definition)
        => WellKnown.TryGetValue(definition.Text("id") ?? "", out var known) && Said(definition).Tlp != known.Tlp
            ? $"Under this id {known.Tlp!.Value.Label()} is defined, and this says something else. The id holds; ask the sender which is meant."
            : null;

    /// <summary>What a definition means.</summary>
    public static StixMarking MeaningOf(JsonElement definition) => WellKnown.GetValueOrDefault(definition.Text("id") ?? "") ?? Said(definition);

    /// <summary>The label of an object; <paramref name="find"/> knows the definitions that came along or came before.</summary>
    public static StixLabel Of(JsonElement body, Func<string, StixMarking?> find)
    {
        var (statements, unclear) = (new List<string>(), new List<string>());
        Tlp? whole = null;
        foreach (var id in body.Texts("object_marking_refs"))
        {
            whole = Stricter(whole, Meaning(id));
        }

        var parts = new Dictionary<string, Tlp>(StringComparer.Ordinal);
        foreach (var granular in body.Items("granular_markings"))
        {
            if (granular.Text("marking_ref") is { } id && Meaning(id) is { } tlp)
            {
                foreach (var selector in granular.Texts("selectors"))
                {
                    parts[selector] = Stricter(parts.TryGetValue(selector, out var before) ? before : null, tlp)!.Value;
                }
            }
        }

        var label = new StixLabel(parts.Values.Append(whole ?? StixLabel.Missing.Tlp).Max(), whole is null);
        return statements.Count + unclear.Count + parts.Count == 0 ? label : label with { Statements = statements, NotUnderstood = unclear, Parts = parts };

        Tlp? Meaning(string id)
        {
            var marking = WellKnown.GetValueOrDefault(id) ?? find(id);
            if (marking?.IsUnderstood != true)
            {
                unclear.Add(id);
                return Tlp.Red;
            }

            if (marking.Statement is { } statement)
            {
                statements.Add(statement);
            }

            return marking.Tlp;
        }
    }

    /// <summary>Selectors of granular markings that lead nowhere.</summary>
    public static IEnumerable<string> LostSelectors(JsonElement body)
        => body.Items("granular_markings").SelectMany(granular => granular.Texts("selectors")).Where(selector => !LeadsSomewhere(body, selector));

    private static (string Id, Tlp Tlp, string Word) Written(Tlp tlp, TlpVersion version)
        => version == TlpVersion.Two ? Two.First(one => one.Tlp == tlp) : One.First(one => one.Tlp >= tlp);

    private static StixMarking Said(JsonElement definition)
    {
        var extension = definition.Find("extensions").Find(Extension);
        var word = extension.ValueKind == JsonValueKind.Object ? extension.Text("tlp_2_0")
            : definition.Text("definition_type") == "tlp" ? definition.Find("definition").Text("tlp") : null;
        var isTlp = extension.ValueKind == JsonValueKind.Object || definition.Text("definition_type") == "tlp";
        if (!isTlp)
        {
            return new(null, definition.Text("definition_type") == "statement" ? definition.Find("definition").Text("statement") : null);
        }

        // Name and content that differ: the stricter of the two.
        return !TlpLabels.TryRead(word, out var tlp) ? new(null, null)
            : new(TlpLabels.TryRead(definition.Text("name"), out var named) ? Stricter(tlp, named) : tlp, null);
    }

    private static Tlp? Stricter(Tlp? one, Tlp? other) => one is null ? other : other is null || other < one ? one : other;

    private static bool LeadsSomewhere(JsonElement body, string selector)
    {
        var at = body;
        foreach (var step in selector.Split('.'))
        {
            if (step is ['[', .. var digits, ']'] && at.ValueKind == JsonValueKind.Array && int.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var index) && index < at.GetArrayLength())
            {
                at = at[index];
            }
            else if ((at = at.Find(step)).ValueKind == JsonValueKind.Undefined)
            {
                return false;
            }
        }

        return true;
    }
}
