using System.Text.Json.Nodes;
using Coordination.Contracts.Advisories;

namespace Coordination.Connectors.Csaf;

/// <summary>Writes the vulnerabilities, each with what it means for each product and what is to be done there.</summary>
internal sealed class CsafVulnerabilities(AdvisoryContent content, bool withRemedies)
{
    private readonly HashSet<object> _placed = new(ReferenceEqualityComparer.Instance);

    /// <summary>Actions and workarounds that belong to no product of any vulnerability; they are said of the whole document.</summary>
    public IEnumerable<string> Unplaced()
        => content.Actions.Where(action => !_placed.Contains(action)).Select(action => CsafNotes.With(action.Url is { Length: > 0 } url ? $"{action.Text}\n\n{url}" : action.Text, action.Deadline))
            .Concat(content.Workarounds.Where(workaround => !_placed.Contains(workaround)).Select(workaround => workaround.Text));

    public JsonObject Of(Vulnerability one)
    {
        var written = new JsonObject();
        Put(written, "cve", one.Cve);
        Put(written, "title", one.Title);
        var ids = one.OtherNames.Distinct().Select(name => (JsonNode)new JsonObject { ["system_name"] = name.System, ["text"] = name.Name }).ToArray();
        Put(written, "ids", ids);
        if (one.Cwe is { } cwe && CweList.NameOf(cwe.Id) is { } official)
        {
            written["cwe"] = new JsonObject { ["id"] = cwe.Id, ["name"] = official };
        }

        var affected = Products(one, ProductState.Affected);
        var concerned = affected.Concat(Products(one, ProductState.UnderInvestigation)).ToArray();
        var scored = concerned.Length > 0 ? concerned : [.. one.Statuses.Select(status => status.Product).Distinct()];
        Put(written, "scores", Scores(one, scored));
        Put(written, "notes", [.. Notes(one, scored.Length > 0)]);
        if (one.Statuses.Count > 0)
        {
            written["product_status"] = Statuses(one);
        }

        Put(written, "threats", [.. Threats(one)]);
        Put(written, "remediations", withRemedies ? [.. Remedies(one, concerned)] : []);
        return written;
    }

    private static string[] Products(Vulnerability one, ProductState state) => [.. one.Statuses.Where(status => status.State == state).Select(status => status.Product).Distinct()];

    private static JsonObject Statuses(Vulnerability one)
    {
        var lists = new JsonObject();
        foreach (var state in Enum.GetValues<ProductState>())
        {
            Put(lists, CsafWords.Of(state), Names(Products(one, state)));
        }

        return lists;
    }

    private static JsonNode[] Scores(Vulnerability one, string[] products)
        => products.Length > 0 && Cvss31.TryRead(one.Cvss31, out var cvss, out _) ? [new JsonObject { ["cvss_v3"] = CsafCvss.Write(cvss), ["products"] = new JsonArray(Names(products)) }] : [];

    private IEnumerable<JsonNode> Notes(Vulnerability one, bool hasProducts)
    {
        var text = new[] { one.Description, one.Title, content.Summary, content.Title }.First(text => !string.IsNullOrWhiteSpace(text))!;
        yield return CsafNotes.Note(string.IsNullOrWhiteSpace(one.Description) ? "summary" : "description", null, text);
        if (one.Cvss40 is { } four)
        {
            yield return CsafNotes.Note("other", CsafNotes.Cvss40Title, CsafNotes.Of(four));
        }

        if (one.Epss is { } epss)
        {
            yield return CsafNotes.Note("other", CsafNotes.EpssTitle, CsafNotes.Of(epss));
        }

        if (one.Cvss31 is { } three && !hasProducts)
        {
            yield return CsafNotes.Note("other", "CVSS 3.1", three);
        }

        if (one.Cwe is { } cwe && CweList.NameOf(cwe.Id) is null)
        {
            yield return CsafNotes.Note("other", "Weakness", $"{cwe.Id} {cwe.Name}");
        }

        foreach (var status in one.Statuses.Where(status => status is { Why.Length: > 0, State: not ProductState.NotAffected } && !string.IsNullOrWhiteSpace(status.Why)))
        {
            yield return CsafNotes.Note("details", $"Status of {status.Product}", status.Why!);
        }
    }

    private static IEnumerable<JsonNode> Threats(Vulnerability one)
    {
        foreach (var mark in one.Kev)
        {
            yield return new JsonObject { ["category"] = "exploit_status", ["date"] = CsafNames.Day(mark.Date), ["details"] = CsafNotes.Of(mark) };
        }

        foreach (var status in one.Statuses.Where(status => status.State == ProductState.NotAffected && !string.IsNullOrWhiteSpace(status.Why)))
        {
            yield return new JsonObject { ["category"] = "impact", ["details"] = status.Why, ["product_ids"] = new JsonArray(status.Product) };
        }
    }

    private IEnumerable<JsonNode> Remedies(Vulnerability one, string[] concerned)
    {
        foreach (var action in content.Actions)
        {
            if (For(one, action, action.Products, concerned) is { Length: > 0 } products)
            {
                var remedy = Remedy(CsafWords.Of(action.Kind), CsafNotes.With(action.Text, action.Deadline), products);
                Put(remedy, "url", action.Url is { Length: > 0 } url ? CsafNames.Url(url) : null);
                yield return remedy;
            }
        }

        foreach (var workaround in content.Workarounds)
        {
            if (For(one, workaround, workaround.Products, concerned) is { Length: > 0 } products)
            {
                yield return Remedy("workaround", workaround.Text, products);
            }
        }
    }

    /// <summary>Those of the named products of which this vulnerability speaks; where none is named, those that it concerns.</summary>
    private string[] For(Vulnerability one, object remedy, IReadOnlyList<string> named, string[] concerned)
    {
        string[] products = named.Count == 0 ? concerned : [.. named.Distinct().Where(product => one.Statuses.Any(status => status.Product == product))];
        if (products.Length > 0)
        {
            _placed.Add(remedy);
        }

        return products;
    }

    private static JsonObject Remedy(string category, string details, string[] products)
        => new() { ["category"] = category, ["details"] = details, ["product_ids"] = new JsonArray(Names(products)) };

    private static JsonNode?[] Names(string[] products) => [.. products.Select(product => (JsonNode?)JsonValue.Create(product))];

    private static void Put(JsonObject into, string name, string? text)
    {
        if (!string.IsNullOrWhiteSpace(text))
        {
            into[name] = text;
        }
    }

    private static void Put(JsonObject into, string name, JsonNode?[] items)
    {
        if (items.Length > 0)
        {
            into[name] = new JsonArray(items);
        }
    }
}
