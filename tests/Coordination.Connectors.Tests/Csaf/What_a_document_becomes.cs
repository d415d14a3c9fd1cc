using System.Text.Json;
using System.Text.Json.Nodes;
using Coordination.Connectors.Csaf;
using Coordination.Contracts;
using Coordination.Contracts.Advisories;
using Coordination.Contracts.Incidents;
using Coordination.Shared;

namespace Coordination.Connectors.Tests.Csaf;

public sealed class What_a_document_becomes
{
    private static readonly CsafProducer Producer = new(GeneratedAdvisories.Publisher);

    [Fact]
    public void A_vendors_document_becomes_a_draft_with_its_products_scores_and_remedies()
    {
        var document = CsafDocument.Read(Rich.Document()).Document!;
        var (content, findings) = CsafContent.Of(document);

        Assert.Equal(("https://vendor.example", "EV-2026-1", "2", "RED", Tlp.AmberStrict), (document.Namespace, document.TrackingId, document.Version, document.Label, content.Tlp));
        Assert.Equal(("A summary.", "Details.", Severity.High), (content.Summary, content.Details, content.Severity));
        Assert.Equal(["G-OLD", "G-NEW", "SYS", "G-ON-SYS"], content.Products.Select(product => product.Id));
        Assert.Equal(("Example Vendor", "Gateway", "vers:generic/<4.2.1", "cpe:2.3:a:example:gateway:*:*:*:*:*:*:*:*"), (content.Products[0].Vendor, content.Products[0].Name, content.Products[0].Versions, content.Products[0].Cpe));
        var one = Assert.Single(content.Vulnerabilities);
        Assert.Equal(("CVE-2026-12345", "It overflows.", "CWE-787", "CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H"), (one.Cve, one.Description, one.Cwe!.Id, one.Cvss31));
        Assert.Equal(
            [new("G-OLD", ProductState.Affected), new("G-ON-SYS", ProductState.Affected), new("G-NEW", ProductState.Fixed), new("SYS", ProductState.NotAffected, "component not present")], one.Statuses);
        Assert.Equal(["G-OLD", "G-ON-SYS"], Assert.Single(content.Actions).Products);
        Assert.Equal("Switch it off.", Assert.Single(content.Workarounds).Text);
        Assert.Empty(findings);
        Assert.False(AdvisoryFindings.Forbid(AdvisoryFindings.Of(content)));
    }

    [Fact]
    public void What_an_advisory_does_not_hold_is_given_back()
    {
        var received = CsafDocument.Read(Rich.Document()).Document!;
        var theirs = JsonNode.Parse(received.Bytes.Span)!;
        var ours = JsonNode.Parse(Producer.Document(Published(CsafContent.Of(received).Content) with { Received = received }, "https://cert.example/x.json"))!;

        Same("product_tree", ours, theirs);
        Same("document/acknowledgments", ours, theirs);
        Same("document/distribution/tlp/label", ours, theirs);
        foreach (var member in new[] { "acknowledgments", "cve", "cwe", "discovery_date", "flags", "ids", "involvements", "product_status", "references", "release_date", "title" })
        {
            Same($"vulnerabilities/0/{member}", ours, theirs);
        }

        Contains("document/notes", ours, theirs);
        Contains("vulnerabilities/0/notes", ours, theirs, except: "title");
        Contains("vulnerabilities/0/threats", ours, theirs);
        Assert.Equal(["EV-2026-1", "EV-OLD"], ours["document"]!["tracking"]!["aliases"]!.AsArray().Select(name => (string)name!));
        var (remedy, their) = (ours["vulnerabilities"]![0]!["remediations"]![0]!, theirs["vulnerabilities"]![0]!["remediations"]![0]!);
        foreach (var member in new[] { "date", "entitlements", "restart_required", "category", "details", "url" })
        {
            Assert.True(JsonNode.DeepEquals(their[member], remedy[member]), member);
        }
    }

    [Fact]
    public void Our_own_documents_are_read_back_without_a_loss()
    {
        foreach (var advisory in GeneratedAdvisories.All(300))
        {
            var read = CsafDocument.Read(Producer.Document(advisory, "https://cert.example/x.json"));
            Assert.True(read.Document is not null, string.Join('\n', read.Findings));
            var (was, now) = (advisory.Content, CsafContent.Of(read.Document).Content);
            Assert.Equal((was.Title, was.Tlp, was.Severity, was.Details), (now.Title, now.Tlp, now.Severity, now.Details));
            Assert.Equal(was.Summary, now.Summary);
            Assert.Equal(was.Tags, now.Tags);
            Assert.Equal(was.Vulnerabilities.Select(Known), now.Vulnerabilities.Select(Known));
            var spoken = was.Vulnerabilities.SelectMany(one => one.Statuses.Select(status => status.Product)).ToHashSet();
            Assert.Equal(
                was.Products.Where(product => spoken.Contains(product.Id)).Select(product => (product.Id, product.Cpe)).Order(), now.Products.Select(product => (product.Id, product.Cpe)).Order());
        }

        // What an advisory may hold and CSAF has no place for: a note says it, and it is not read back.
        static string Known(Vulnerability one) => JsonSerializer.Serialize(one with
        {
            OtherNames = [.. one.OtherNames.Distinct()],
            Description = string.IsNullOrWhiteSpace(one.Description) ? null : one.Description,
            Cwe = one.Cwe is { } cwe && CweList.NameOf(cwe.Id) is { } name ? new(cwe.Id, name) : null,
            Cvss31 = one.Statuses.Count > 0 ? one.Cvss31 : null,
            Statuses = [.. one.Statuses.OrderBy(status => status.State).ThenBy(status => status.Product, StringComparer.Ordinal).Select(status => status with { Why = status.State == ProductState.NotAffected ? status.Why : null })],
        } with { Description = null });
    }

    [Fact]
    public void The_sample_is_in_order()
    {
        var sample = File.ReadAllBytes(Repository.PathOf("tests", "data", "csaf-security-advisory.json"));

        Assert.Empty(CsafDocument.Check(sample));
        Assert.NotNull(CsafDocument.Read(sample).Document);
    }

    private static CsafAdvisory Published(AdvisoryContent content) => new() { Number = "CERT-2026-0001", Content = content, Revisions = [new(1, new(2026, 1, 3, 10, 0, 0, TimeSpan.Zero), "First published.")] };

    private static JsonNode? At(JsonNode node, string path) => path.Split('/').Aggregate((JsonNode?)node, (at, name) => int.TryParse(name, out var index) ? at![index] : at![name]);

    private static void Same(string path, JsonNode ours, JsonNode theirs) => Assert.True(JsonNode.DeepEquals(At(theirs, path), At(ours, path)), $"{path}: {At(ours, path)}");

    private static void Contains(string path, JsonNode ours, JsonNode theirs, string? except = null)
        => Assert.All(At(theirs, path)!.AsArray(), item => Assert.Contains(At(ours, path)!.AsArray(), other => JsonNode.DeepEquals(Plain(other!), Plain(item!)) || JsonNode.DeepEquals(Plain(other!), Untitled(Plain(item!), except))));

    private static JsonObject Plain(JsonNode node)
    {
        var plain = node.DeepClone().AsObject();
        // Two of our notes have a title of ours.
        if ((string?)plain["category"] is "summary" or "details")
        {
            plain.Remove("title");
        }

        return plain;
    }

    private static JsonObject Untitled(JsonObject node, string? except)
    {
        if (except is not null)
        {
            node.Remove(except);
        }

        return node;
    }
}
