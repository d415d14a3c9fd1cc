using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Coordination.Contracts;
using Coordination.Contracts.Advisories;

namespace Coordination.Connectors.Csaf;

/// <summary>
/// Makes CSAF 2.0 documents of published advisories. The same advisory gives the same bytes on every process and every day, so that hashes and
/// signatures hold. Strict schema and all mandatory tests pass whatever an advisory holds; a test asks the validator of others.
/// </summary>
public sealed class CsafProducer(CsafPublisher publisher)
{
    /// <summary>Remedies stand in each vulnerability that they are for. Beyond so many the document would burst, and they are said once.</summary>
    private const int MostRemedies = 5_000;

    private static readonly JsonSerializerOptions Json = new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, NewLine = "\n" };

    /// <summary>The document as it is served, in UTF-8, its members sorted.</summary>
    /// <param name="canonicalUrl">Under which it is found.</param>
    public byte[] Document(CsafAdvisory advisory, string canonicalUrl)
    {
        var plain = Bytes(Written(advisory, canonicalUrl));
        if (advisory.Received is not { } received)
        {
            return plain;
        }

        // What others wrote may break rules that we tolerate in theirs and not in ours.
        var document = Written(advisory, canonicalUrl);
        CsafKept.GiveBack(document, advisory.Content, received);
        var whole = Bytes(document);
        return CsafDocument.Check(whole).Count == 0 ? whole : plain;
    }

    /// <summary>JSON as everything of the provider is written: sorted, readable, one line feed at its end.</summary>
    public static byte[] Bytes(JsonNode node) => [.. JsonSerializer.SerializeToUtf8Bytes(Sorted(node), Json), (byte)'\n'];

    /// <summary>Which kind of document an advisory can be: the profile of security advisories demands products and what each vulnerability means for them.</summary>
    internal static string Category(AdvisoryContent content)
        => content.Vulnerabilities.Count > 0 && content.Products.Count > 0 && content.Vulnerabilities.All(one => one.Statuses.Count > 0) ? "csaf_security_advisory" : "csaf_base";

    private JsonObject Written(CsafAdvisory advisory, string canonicalUrl)
    {
        var content = advisory.Content;
        var vulnerabilities = new CsafVulnerabilities(content, (long)content.Vulnerabilities.Count * (content.Actions.Count + content.Workarounds.Count) <= MostRemedies);
        JsonNode[] written = [.. content.Vulnerabilities.Select(vulnerabilities.Of)];
        var root = new JsonObject { ["document"] = Head(advisory, canonicalUrl, [.. vulnerabilities.Unplaced()]) };
        if (content.Products.Count > 0)
        {
            root["product_tree"] = CsafProducts.Tree(content.Products);
        }

        if (written.Length > 0)
        {
            root["vulnerabilities"] = new JsonArray(written);
        }

        return root;
    }

    private JsonObject Head(CsafAdvisory advisory, string canonicalUrl, IReadOnlyList<string> unplaced)
    {
        var content = advisory.Content;
        var head = new JsonObject
        {
            ["aggregate_severity"] = new JsonObject { ["text"] = CsafWords.Of(content.Severity) },
            ["category"] = Category(content),
            ["csaf_version"] = "2.0",
            ["distribution"] = new JsonObject
            {
                ["text"] = CsafNames.DistributionOf(content.Tlp),
                ["tlp"] = new JsonObject { ["label"] = CsafNames.LabelOf(content.Tlp), ["url"] = "https://www.first.org/tlp/" },
            },
            ["notes"] = new JsonArray([.. Notes(advisory, unplaced)]),
            ["publisher"] = Publisher(),
            ["references"] = new JsonArray([.. References(content, canonicalUrl)]),
            ["title"] = content.Title,
            ["tracking"] = Tracking(advisory),
        };
        if (CsafWords.IsCommonLanguage(content.Language))
        {
            head["lang"] = content.Language;
        }

        return head;
    }

    /// <summary>The publisher as documents and metadata have it.</summary>
    public JsonObject Publisher()
    {
        var written = new JsonObject { ["category"] = publisher.Category, ["name"] = publisher.Name, ["namespace"] = publisher.Namespace };
        foreach (var (name, text) in new[] { ("contact_details", publisher.Contact), ("issuing_authority", publisher.Authority) })
        {
            if (!string.IsNullOrWhiteSpace(text))
            {
                written[name] = text;
            }
        }

        return written;
    }

    private static IEnumerable<JsonNode> Notes(CsafAdvisory advisory, IReadOnlyList<string> unplaced)
    {
        var content = advisory.Content;
        if (advisory.WithdrawnAt is not null)
        {
            yield return CsafNotes.Note("general", "Withdrawn", string.IsNullOrWhiteSpace(advisory.WithdrawnBecause) ? "This advisory no longer holds." : advisory.WithdrawnBecause);
        }

        yield return CsafNotes.Note("summary", "Summary", string.IsNullOrWhiteSpace(content.Summary) ? content.Title : content.Summary);
        if (!string.IsNullOrWhiteSpace(content.Details))
        {
            yield return CsafNotes.Note("details", "Technical details", content.Details);
        }

        if (content.CallForAction || content.AnswerWithin is not null)
        {
            yield return CsafNotes.Note(
                "general", content.CallForAction ? CsafNotes.CallTitle : "Answer",
                $"{(content.CallForAction ? "Recipients must say what they did." : "Recipients are asked to say what they did.")}{(content.AnswerWithin is { } within ? $" {CsafNotes.Of(within)}" : "")}");
        }

        foreach (var text in unplaced)
        {
            yield return CsafNotes.Note("general", "Recommended action", text);
        }

        if (content.Tags.Count > 0)
        {
            yield return CsafNotes.Note("other", CsafNotes.KeywordsTitle, string.Join(' ', content.Tags));
        }

        if (!CsafWords.IsCommonLanguage(content.Language))
        {
            yield return CsafNotes.Note("other", "Language", content.Language);
        }

        foreach (var text in content.Products.Select(CsafProducts.LeftOut).OfType<string>())
        {
            yield return CsafNotes.Note("other", "Product", text);
        }
    }

    private static IEnumerable<JsonNode> References(AdvisoryContent content, string canonicalUrl)
        => content.References.Select(reference => Reference(reference.Kind == ReferenceKind.Self ? "self" : "external", reference.Summary, reference.Url))
            .Prepend(Reference("self", "Canonical URL", canonicalUrl));

    private static JsonObject Reference(string category, string summary, string url)
        => new JsonObject { ["category"] = category, ["summary"] = string.IsNullOrWhiteSpace(summary) ? url : summary, ["url"] = CsafNames.Url(url) };

    private static JsonObject Tracking(CsafAdvisory advisory)
    {
        var history = advisory.Revisions.Select(revision => (revision.Number, At: revision.At, Summary: string.IsNullOrWhiteSpace(revision.Summary) ? "Published." : revision.Summary)).ToList();
        if (advisory.WithdrawnAt is { } withdrawn)
        {
            history.Add((history[^1].Number + 1, withdrawn, "Withdrawn."));
        }

        var changed = CsafNames.Date(history[^1].At);
        return new()
        {
            ["current_release_date"] = changed,
            ["generator"] = new JsonObject { ["date"] = changed, ["engine"] = new JsonObject { ["name"] = "Coordination" } },
            ["id"] = advisory.Number,
            ["initial_release_date"] = CsafNames.Date(history[0].At),
            ["revision_history"] = new JsonArray(
            [
                .. history.Select(line => new JsonObject { ["date"] = CsafNames.Date(line.At), ["number"] = line.Number.ToString(CultureInfo.InvariantCulture), ["summary"] = line.Summary }),
            ]),
            ["status"] = "final",
            ["version"] = history[^1].Number.ToString(CultureInfo.InvariantCulture),
        };
    }

    private static JsonNode? Sorted(JsonNode? node) => node switch
    {
        JsonObject members => new JsonObject(members.OrderBy(member => member.Key, StringComparer.Ordinal).Select(member => KeyValuePair.Create(member.Key, Sorted(member.Value)))),
        JsonArray items => new JsonArray([.. items.Select(Sorted)]),
        _ => node?.DeepClone(),
    };
}
