using System.Text.Json;
using System.Text.Json.Nodes;
using Coordination.Contracts.Advisories;

namespace Coordination.Connectors.Csaf;

/// <summary>
/// Gives back what a document said and an advisory does not hold. Of the document: acknowledgments, further notes, its id among the aliases. The product
/// tree whole, with its groups and relationships, as long as nobody changed the products. Of each vulnerability, found again by its CVE, other name or
/// title: acknowledgments, dates, flags, involvements, references, further notes and threats, scores of other products, and what remediations say besides.
/// </summary>
internal static class CsafKept
{
    private static readonly string[] OfVulnerability = ["acknowledgments", "discovery_date", "involvements", "references", "release_date"];
    private static readonly string[] Taken = ["summary", "details"];
    private static readonly string[] OtherLists = ["first_affected", "last_affected", "first_fixed", "recommended"];
    private static readonly string[] OfRemedy = ["date", "entitlements", "restart_required"];

    public static void GiveBack(JsonObject document, AdvisoryContent content, CsafDocument received)
    {
        var root = received.Root;
        var head = (JsonObject)document["document"]!;
        var theirs = root.GetProperty("document");
        Copy(theirs, head, "acknowledgments");
        var taken = Taken.Select(category => CsafContent.Notes(theirs, category).FirstOrDefault()).ToArray();
        AddNotes(head, theirs.Items("notes").Where(note => !taken.Any(one => Same(one, note)) && note.Text("title") is not (CsafNotes.KeywordsTitle or CsafNotes.CallTitle)));
        Alias(head, theirs, received);
        var tree = new CsafTree(root);
        var planted = IsUnchanged(tree, content);
        if (planted)
        {
            document["product_tree"] = Node(tree.Tree);
        }

        var ours = (document["vulnerabilities"] as JsonArray ?? []).OfType<JsonObject>().ToArray();
        foreach (var (written, one) in ours.Zip(content.Vulnerabilities))
        {
            if (root.Items("vulnerabilities").FirstOrDefault(other => IsSame(one, other)) is { ValueKind: JsonValueKind.Object } source)
            {
                OfOne(written, source, tree, planted);
            }
        }
    }

    private static void OfOne(JsonObject written, JsonElement source, CsafTree tree, bool planted)
    {
        foreach (var name in OfVulnerability)
        {
            Copy(source, written, name);
        }

        var described = CsafContent.DescriptionOf(source);
        AddNotes(written, source.Items("notes").Where(note => !Same(described, note) && note.Text("title") is not (CsafNotes.Cvss40Title or CsafNotes.EpssTitle)));
        if (!planted)
        {
            // All of the rest names products, which are others now.
            return;
        }

        var states = (JsonObject?)written["product_status"];
        Append(written, "threats", source.Items("threats").Where(threat => !(threat.Text("category") == "exploit_status" && CsafNotes.KevOf(threat.Text("details")!) is not null)
            && !(threat.Text("category") == "impact" && Has(written, "threats", threat.Text("details")!))));
        var spared = Lists(states, "known_not_affected");
        Append(written, "flags", source.Items("flags").Where(flag => tree.Named(flag).All(spared.Contains)));
        Append(written, "scores", Scores(written, source));
        foreach (var list in OtherLists)
        {
            var same = list == "recommended" ? null : Lists(states, list == "first_fixed" ? "fixed" : "known_affected");
            string[] kept = [.. source.Find("product_status").Texts(list).Where(id => same?.Contains(id) != false)];
            if (states is not null && kept.Length > 0)
            {
                states[list] = new JsonArray([.. kept.Select(id => (JsonNode?)JsonValue.Create(id))]);
            }
        }

        foreach (var remedy in (written["remediations"] as JsonArray ?? []).OfType<JsonObject>())
        {
            var same = source.Items("remediations").FirstOrDefault(other => other.Text("category") == (string?)remedy["category"] && other.Text("details") == (string?)remedy["details"]);
            foreach (var name in OfRemedy)
            {
                Copy(same, remedy, name);
            }
        }
    }

    /// <summary>Scores of CVSS 3 for products that have none by us. CVSS 2 is not given back: nothing here could vouch for it.</summary>
    private static IEnumerable<JsonElement> Scores(JsonObject written, JsonElement source)
    {
        var scored = (written["scores"] as JsonArray ?? []).SelectMany(score => (score!["products"] as JsonArray ?? []).Select(id => (string)id!)).ToHashSet(StringComparer.Ordinal);
        return source.Items("scores").Where(score => CsafCvss.IsPlain(score.Find("cvss_v3")) && score.Find("cvss_v2").ValueKind == JsonValueKind.Undefined && !score.Texts("products").Any(scored.Contains));
    }

    /// <summary>The products are what a fresh import would make of the tree: so the tree says the same.</summary>
    private static bool IsUnchanged(CsafTree tree, AdvisoryContent content)
    {
        if (tree.Known.Count < tree.Products.Count)
        {
            return false;
        }

        var theirs = tree.Products.ToDictionary(product => product.Id, product => CsafContent.ProductOf(product), StringComparer.Ordinal);
        return tree.Products.Count > 0 && content.Products.All(product => theirs.TryGetValue(product.Id, out var same) && same == product);
    }

    private static bool IsSame(Vulnerability one, JsonElement other)
        => one.Cve is { } cve ? other.Text("cve") == cve
            : one.OtherNames.Count > 0 ? other.Items("ids").Any(id => id.Text("system_name") == one.OtherNames[0].System && id.Text("text") == one.OtherNames[0].Name)
            : one.Title is { } title && other.Text("title") == title;

    private static void Alias(JsonObject head, JsonElement theirs, CsafDocument received)
    {
        var tracking = (JsonObject)head["tracking"]!;
        string[] names = [.. theirs.GetProperty("tracking").Texts("aliases").Prepend(received.TrackingId).Where(name => name != (string?)tracking["id"]).Distinct(StringComparer.Ordinal)];
        if (names.Length > 0)
        {
            tracking["aliases"] = new JsonArray([.. names.Select(name => (JsonNode?)JsonValue.Create(name))]);
        }
    }

    private static HashSet<string> Lists(JsonObject? states, string list) => [.. (states?[list] as JsonArray ?? []).Select(id => (string)id!)];

    private static bool Has(JsonObject written, string list, string details) => (written[list] as JsonArray ?? []).Any(item => (string?)item!["details"] == details);

    private static bool Same(JsonElement one, JsonElement other) => one.ValueKind == JsonValueKind.Object && one.GetRawText() == other.GetRawText();

    private static void AddNotes(JsonObject into, IEnumerable<JsonElement> notes)
    {
        var there = (into["notes"] as JsonArray ?? []).Select(note => ((string?)note!["category"], (string?)note["text"])).ToHashSet();
        Append(into, "notes", notes.Where(note => there.Add((note.Text("category"), note.Text("text")))));
    }

    private static void Append(JsonObject into, string name, IEnumerable<JsonElement> more)
    {
        foreach (var item in more)
        {
            if (into[name] is not JsonArray list)
            {
                into[name] = list = [];
            }

            list.Add(Node(item));
        }
    }

    private static void Copy(JsonElement from, JsonObject into, string name)
    {
        if (from.Find(name) is { ValueKind: not JsonValueKind.Undefined } found)
        {
            into[name] = Node(found);
        }
    }

    private static JsonNode? Node(JsonElement element) => JsonNode.Parse(element.GetRawText());
}
