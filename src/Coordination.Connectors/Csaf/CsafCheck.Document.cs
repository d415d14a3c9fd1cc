using System.Globalization;
using System.Text.Json;
using Coordination.Contracts.Advisories;
using Coordination.Domain.Advisories;

namespace Coordination.Connectors.Csaf;

/// <content>The head of a document: its history, languages and profile.</content>
internal static partial class CsafCheck
{
    private static readonly string[] VexStates = ["fixed", "known_affected", "known_not_affected", "under_investigation"];
    private static readonly string[] Profiles = ["csaf_base", "csaf_security_incident_response", "csaf_informational_advisory", "csaf_security_advisory", "csaf_vex"];

    private static void OfDocument(JsonElement head, CsafLook look)
    {
        var (language, source) = (head.Text("lang"), head.Text("source_lang"));
        When(look, language is not null && !ProductNames.IsLanguage(language), "/document/lang", "12", "This is no language tag; write for example en.");
        When(look, source is not null && !ProductNames.IsLanguage(source), "/document/source_lang", "12", "This is no language tag; write for example en.");
        When(look, head.Find("publisher").Text("category") == "translator" && source is null, "/document/source_lang", "15", "A translator says from which language.");
        When(look, language is not null && string.Equals(language, source, StringComparison.OrdinalIgnoreCase), "/document/source_lang", "28", "It is translated into the language that it came from.");
        var category = head.Text("category")!;
        if (!Profiles.Contains(category))
        {
            var plain = category.Replace("-", "", StringComparison.Ordinal).Replace("_", "", StringComparison.Ordinal).Replace(" ", "", StringComparison.Ordinal).ToLowerInvariant();
            When(
                look, category.StartsWith("csaf_", StringComparison.OrdinalIgnoreCase) || plain is "securityincidentresponse" or "informationaladvisory" or "securityadvisory" or "vex" or "base" && category.Contains('_', StringComparison.Ordinal),
                "/document/category", "26", "This looks like one of CSAF's profiles and is none.");
        }
    }

    private static void OfProfile(JsonElement root, CsafTree tree, CsafLook look)
    {
        var head = root.GetProperty("document");
        var category = head.Text("category");
        var told = head.Items("notes").Any(note => note.Text("category") is "description" or "details" or "general" or "summary");
        var (vulnerable, planted) = (root.TryGetProperty("vulnerabilities", out _), root.TryGetProperty("product_tree", out _));
        var informs = category is "csaf_security_incident_response" or "csaf_informational_advisory";
        When(look, informs && !told, "/document/notes", "27.1", "This profile needs a note of category description, details, general or summary.");
        When(look, informs && !head.Items("references").Any(one => one.Text("category") is "external" or null), "/document/references", "27.2", "This profile needs an external reference.");
        When(look, category == "csaf_informational_advisory" && vulnerable, "/vulnerabilities", "27.3", "This profile has no vulnerabilities.");
        When(look, category is "csaf_security_advisory" or "csaf_vex" && !planted, "/product_tree", "27.4", "This profile needs a product tree.");
        When(look, category is "csaf_security_advisory" or "csaf_vex" && !vulnerable, "/vulnerabilities", "27.11", "This profile needs vulnerabilities.");
        var index = 0;
        foreach (var one in root.Items("vulnerabilities"))
        {
            var at = StrictJson.At("/vulnerabilities", index++);
            When(look, category is "csaf_security_advisory" or "csaf_vex" && !one.TryGetProperty("notes", out _), $"{at}/notes", "27.5", "This profile needs notes in each vulnerability.");
            When(look, category == "csaf_security_advisory" && !one.TryGetProperty("product_status", out _), $"{at}/product_status", "27.6", "This profile needs the state of products in each vulnerability.");
            if (category == "csaf_vex")
            {
                OfVex(one, at, tree, look);
            }
        }
    }

    private static void OfVex(JsonElement one, string at, CsafTree tree, CsafLook look)
    {
        var states = one.Find("product_status");
        When(look, !VexStates.Any(list => states.Find(list).ValueKind != JsonValueKind.Undefined), $"{at}/product_status", "27.7", "A VEX says of products that they are fixed, affected, not affected or under investigation.");
        When(look, !one.TryGetProperty("cve", out _) && !one.TryGetProperty("ids", out _), at, "27.8", "A VEX names each vulnerability by a CVE or another id.");
        var excused = one.Items("flags").Concat(one.Items("threats").Where(threat => threat.Text("category") == "impact")).SelectMany(tree.Named).ToHashSet(StringComparer.Ordinal);
        When(look, states.Texts("known_not_affected").Any(id => !excused.Contains(id)), $"{at}/product_status/known_not_affected", "27.9", "A product that is not affected needs a flag or an impact that says why.");
        var remedied = one.Items("remediations").SelectMany(tree.Named).ToHashSet(StringComparer.Ordinal);
        When(look, states.Texts("known_affected").Any(id => !remedied.Contains(id)), $"{at}/product_status/known_affected", "27.10", "An affected product needs a remediation.");
    }

    private static void OfTracking(JsonElement head, CsafLook look)
    {
        var tracking = head.GetProperty("tracking");
        var (version, status) = (tracking.Text("version")!, tracking.Text("status")!);
        var history = tracking.Items("revision_history").Select((line, index) => (
            Number: line.Text("number")!, At: DateTimeOffset.Parse(line.Text("date")!, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal), Path: StrictJson.At("/document/tracking/revision_history", index))).ToArray();
        var order = DocumentVersions.Order;
        When(look, history.Select(line => line.Number).Append(version).Select(DocumentVersions.IsSemantic).Distinct().Count() > 1, "/document/tracking", "30", "Whole numbers and semantic versions are mixed. Keep to one of them.");
        var byDate = history.OrderBy(line => line.At).ThenBy(line => line.Number, order).ToArray();
        When(look, !byDate.Select(line => line.Number).SequenceEqual(history.OrderBy(line => line.Number, order).Select(line => line.Number)), "/document/tracking/revision_history", "14", "Sorted by date, the numbers of the history do not rise.");
        var latest = history.OrderBy(line => line.Number, order).Last().Number;
        When(
            look, order.Compare(DocumentVersions.WithoutBuild(latest, status == "draft"), DocumentVersions.WithoutBuild(version, status == "draft")) != 0,
            "/document/tracking/version", "16", $"The version is {Short(version)} and the history ends with {Short(latest)}.");
        When(look, status != "draft" && DocumentVersions.IsEarly(version), "/document/tracking/status", "17", "A version 0 or before a release is a draft.");
        When(look, status is "final" or "interim" && history.Any(line => DocumentVersions.IsZero(line.Number)), "/document/tracking/revision_history", "18", "A released document has no version 0 in its history.");
        foreach (var line in history)
        {
            When(look, DocumentVersions.IsPreRelease(line.Number), $"{line.Path}/number", "19", "A history has no versions before a release.");
        }

        When(look, status != "draft" && DocumentVersions.IsPreRelease(version), "/document/tracking/version", "20", "Only a draft has a version before a release.");
        var majors = history.Select(line => DocumentVersions.Major(line.Number)).Distinct().Order().ToArray();
        When(look, majors[0] > 1 || majors.Zip(majors.Skip(1)).Any(pair => pair.Second != pair.First + 1), "/document/tracking/revision_history", "21", "The history begins with 0 or 1 and leaves none out.");
        When(look, history.GroupBy(line => line.Number).Any(same => same.Skip(1).Any()), "/document/tracking/revision_history", "22", "A number stands twice in the history.");
    }
}
