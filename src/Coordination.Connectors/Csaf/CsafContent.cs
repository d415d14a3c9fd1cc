using System.Text.Json;
using Coordination.Contracts;
using Coordination.Contracts.Advisories;
using Coordination.Contracts.Incidents;

namespace Coordination.Connectors.Csaf;

/// <summary>What an advisory takes from a document. What it does not take stays in the document as received: <see cref="CsafKept"/>.</summary>
public static class CsafContent
{
    private static readonly string[] Lists = ["known_affected", "first_affected", "last_affected", "fixed", "first_fixed", "known_not_affected", "under_investigation"];

    /// <summary>The draft that a document begins, and what in it people should know of. An error among that: it cannot be made.</summary>
    public static (AdvisoryContent Content, IReadOnlyList<Finding> Findings) Of(CsafDocument document)
    {
        ArgumentNullException.ThrowIfNull(document);
        var look = new CsafLook();
        var (root, tree) = (document.Root, new CsafTree(document.Root));
        var head = root.GetProperty("document");
        Vulnerability[] vulnerabilities = [.. root.Items("vulnerabilities").Select((one, index) => VulnerabilityOf(one, StrictJson.At("/vulnerabilities", index), tree, look))];
        var remedies = CsafRemedies.Of(root, tree);
        var spoken = vulnerabilities.SelectMany(one => one.Statuses.Select(status => status.Product)).Concat(remedies.Products).ToHashSet(StringComparer.Ordinal);
        Note(look, document.Tlp is null, "/document/distribution", "tlp", "There is no label. It is taken for TLP:AMBER, for what is not labelled is not public.");
        Note(look, tree.Products.Any(product => !spoken.Contains(product.Id)), "/product_tree", "products", "Products of which no vulnerability speaks are left in the document as received.");
        if (tree.IsBurst)
        {
            // What was no longer looked up would be missing without a word.
            look.Add("/product_tree/product_groups", "too-much", "Groups of products are named so often that the document means millions of products. Ask the publisher to divide it.");
        }

        var content = new AdvisoryContent
        {
            Title = document.Title,
            Summary = Text(head, "summary") ?? Text(head, "description") ?? Text(head, "general") ?? "",
            Details = Text(head, "details"),
            Tlp = document.Tlp ?? Tlp.Amber,
            Products = [.. tree.Products.Where(product => spoken.Contains(product.Id)).Select(product => ProductOf(product, look))],
            Vulnerabilities = vulnerabilities,
            Actions = remedies.Actions,
            Workarounds = remedies.Workarounds,
            References = [.. head.Items("references").Where(one => Uri.TryCreate(one.Text("url"), UriKind.Absolute, out var url) && url.Scheme is "https" or "http").Select(one => new AdvisoryReference(one.Text("url")!, one.Text("summary")!))],
            Tags = [.. Notes(head, "other").Where(note => note.Text("title") == CsafNotes.KeywordsTitle).SelectMany(note => note.Text("text")!.Split(' ', StringSplitOptions.RemoveEmptyEntries)).Where(tag => tag.Length <= 60).Distinct()],
            Language = head.Text("lang") is { } language && ProductNames.IsLanguage(language) ? language : "en",
        };
        return (content with { Severity = CsafWords.SeverityOf(head.Find("aggregate_severity").Text("text")) ?? AdvisorySeverity.Suggested(content) }, look.Found);
    }

    /// <summary>A product by the branches above it: who makes it, what it is, which version.</summary>
    internal static AdvisoryProduct ProductOf(CsafProduct product, CsafLook? look = null)
    {
        var names = product.Full.Find("product_identification_helper");
        var name = product.Above.LastOrDefault(branch => branch.Category == "product_name").Name;
        var (cpe, purl) = (names.Text("cpe"), names.Text("purl"));
        Note(look, cpe is not null && !ProductNames.IsCpe(cpe), $"{product.Path}/product_identification_helper/cpe", "cpe", "This CPE is of an older form and is left in the document as received.");
        var versions = product.Above.LastOrDefault(branch => branch.Category is "product_version" or "product_version_range").Name;
        return new()
        {
            Id = product.Id,
            Vendor = name is null ? null : product.Above.FirstOrDefault(branch => branch.Category == "vendor").Name,
            Name = name ?? product.Full.Text("name")!,
            Versions = name is null || (versions?.StartsWith("vers:", StringComparison.Ordinal) == true && !ProductNames.IsVers(versions)) ? null : versions,
            Cpe = cpe is not null && ProductNames.IsCpe(cpe) ? cpe : null,
            Purl = purl is not null && ProductNames.IsPurl(purl) ? purl : null,
        };
    }

    /// <summary>The vector that counts for a vulnerability: the gravest of CVSS 3.1.</summary>
    internal static JsonElement ScoreOf(JsonElement vulnerability)
        => vulnerability.Items("scores").Where(score => Cvss31.TryRead(score.Find("cvss_v3").Text("vectorString"), out _, out _))
            .OrderByDescending(score => Cvss31.TryRead(score.Find("cvss_v3").Text("vectorString"), out var read, out _) ? read.Score : 0).FirstOrDefault();

    /// <summary>The note that becomes the description.</summary>
    internal static JsonElement DescriptionOf(JsonElement vulnerability)
        => Notes(vulnerability, "description").FirstOrDefault() is { ValueKind: JsonValueKind.Object } described ? described : Notes(vulnerability, "summary").FirstOrDefault();

    private static Vulnerability VulnerabilityOf(JsonElement one, string at, CsafTree tree, CsafLook look)
    {
        var score = ScoreOf(one);
        Note(look, one.Items("scores").Any(other => !other.Equals(score) && other.GetRawText() != (score.ValueKind == JsonValueKind.Undefined ? "" : score.GetRawText())), $"{at}/scores", "scores", "The gravest vector of CVSS 3.1 is taken; other scores are left in the document as received.");
        var notes = Notes(one, "other").ToArray();
        var cwe = one.Find("cwe");
        return new()
        {
            Cve = one.Text("cve"),
            Title = one.Text("title"),
            Description = DescriptionOf(one) is { ValueKind: JsonValueKind.Object } note ? note.Text("text") : null,
            OtherNames = [.. one.Items("ids").Select(id => new VulnerabilityName(id.Text("system_name")!, id.Text("text")!))],
            Cwe = cwe.ValueKind == JsonValueKind.Object ? new(cwe.Text("id")!, cwe.Text("name")!) : null,
            Cvss31 = score.Find("cvss_v3").Text("vectorString"),
            Cvss40 = notes.Where(note => note.Text("title") == CsafNotes.Cvss40Title).Select(note => CsafNotes.Cvss40Of(note.Text("text")!)).OfType<Cvss40>().FirstOrDefault(),
            Epss = notes.Where(note => note.Text("title") == CsafNotes.EpssTitle).Select(note => CsafNotes.EpssOf(note.Text("text")!)).OfType<Epss>().FirstOrDefault(),
            Kev = [.. one.Items("threats").Where(threat => threat.Text("category") == "exploit_status").Select(threat => CsafNotes.KevOf(threat.Text("details")!)).OfType<KevMark>().DistinctBy(mark => mark.Catalogue)],
            Statuses = StatusesOf(one, tree),
        };
    }

    private static ProductStatus[] StatusesOf(JsonElement one, CsafTree tree)
    {
        var states = one.Find("product_status");
        var why = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var (products, text) in one.Items("threats").Where(threat => threat.Text("category") == "impact").Select(threat => (tree.Named(threat), threat.Text("details")!))
            .Concat(one.Items("flags").Select(flag => (tree.Named(flag), flag.Text("label")!.Replace('_', ' ')))))
        {
            foreach (var product in products)
            {
                why.TryAdd(product, text);
            }
        }

        return
        [
            .. Lists.SelectMany(list => states.Texts(list).Select(id => (Id: id, State: CsafWords.StateOf(list)!.Value))).DistinctBy(pair => pair.Id)
                .Select(pair => new ProductStatus(pair.Id, pair.State, pair.State == ProductState.NotAffected ? why.GetValueOrDefault(pair.Id) : null)),
        ];
    }

    internal static IEnumerable<JsonElement> Notes(JsonElement of, string category) => of.Items("notes").Where(note => note.Text("category") == category);

    private static string? Text(JsonElement head, string category) => Notes(head, category).Select(note => note.Text("text")).FirstOrDefault();

    private static void Note(CsafLook? look, bool when, string path, string code, string text)
    {
        if (when)
        {
            look?.Add(path, code, text, FindingLevel.Warning);
        }
    }
}
