using System.Text;
using System.Text.Json.Nodes;
using Coordination.Connectors.Csaf;
using Coordination.Contracts.Advisories;

namespace Coordination.Connectors.Tests.Csaf;

public sealed class What_is_refused_of_a_document
{
    [Fact]
    public void Bytes_that_are_no_proper_json_are_refused_with_the_reason()
    {
        Assert.NotNull(CsafDocument.Read(new byte[] { 0xEF, 0xBB, 0xBF }.Concat(Rich.Document()).ToArray()).Document);
        Refused("csaf-encoding", "", Encoding.Unicode.GetBytes(Encoding.UTF8.GetString(Rich.Document())));
        Refused("csaf-encoding", "", [.. "{\"a\":\""u8, 0xFF, .. "\"}"u8]);
        Refused("csaf-json", "", "{\"document\":"u8.ToArray());
        Refused("csaf-json", "", []);
        Refused("csaf-json", "/a", """{"a":"\ud800"}"""u8.ToArray());
        Refused("csaf-duplicate-key", "/document/notes/1/text", """{"document":{"notes":[{},{"text":"a","text":"b"}]}}"""u8.ToArray());
        Refused("csaf-duplicate-key", "/document/a", """{"document":{"a":1,"\u0061":2}}"""u8.ToArray());
        Refused("csaf-depth", "", Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat("{\"a\":", 100_000))));
        Refused("csaf-size", "", Rich.Document(), new(Bytes: 100));
        Refused("csaf-schema", "", "[]"u8.ToArray());
    }

    [Theory]
    [InlineData("csaf-version", "/document/csaf_version", "document/csaf_version", "\"2.1\"")]
    [InlineData("csaf-version", "/document/csaf_version", "document/csaf_version", "\"1.2\"")]
    [InlineData("csaf-date", "/document/tracking/current_release_date", "document/tracking/current_release_date", "\"2026-02-30T10:00:00Z\"")]
    [InlineData("csaf-date", "/document/tracking/initial_release_date", "document/tracking/initial_release_date", "\"2026-01-01T25:00:00Z\"")]
    [InlineData("csaf-schema", "/document/title", "document/title", "7")]
    [InlineData("csaf-schema", "/document/publisher/category", "document/publisher/category", "\"cert\"")]
    [InlineData("csaf-schema", "/vulnerabilities", "vulnerabilities", "{}")]
    [InlineData("csaf-6.1.1", "/vulnerabilities/0/product_status/fixed/0", "vulnerabilities/0/product_status/fixed", "[\"NOWHERE\"]")]
    [InlineData("csaf-6.1.1", "/product_tree/relationships/0/product_reference", "product_tree/relationships/0/product_reference", "\"NOWHERE\"")]
    [InlineData("csaf-6.1.2", "/product_tree/branches/0/branches/1/product/product_id", "product_tree/branches/0/branches/1/product/product_id", "\"G-OLD\"")]
    [InlineData("csaf-6.1.3", "/product_tree/relationships/0", "product_tree/relationships/0/product_reference", "\"G-ON-SYS\"")]
    [InlineData("csaf-6.1.4", "/vulnerabilities/0/remediations/0/group_ids/0", "vulnerabilities/0/remediations/0/group_ids", "[\"NONE\"]")]
    [InlineData("csaf-6.1.6", "/vulnerabilities/0/product_status", "vulnerabilities/0/product_status/fixed", "[\"G-OLD\"]")]
    [InlineData("csaf-6.1.16", "/document/tracking/version", "document/tracking/version", "\"3\"")]
    public void What_does_not_hang_together_is_refused_at_its_place(string code, string at, string path, string value) => Refused(code, at, Changed(path, value));

    [Theory]
    [InlineData("csaf-6.1.8", "vulnerabilities/0/scores/0/cvss_v3/vectorString", "\"CVSS:3.1/AV:X\"")]
    [InlineData("csaf-6.1.9", "vulnerabilities/0/scores/0/cvss_v3/baseScore", "9.7")]
    [InlineData("csaf-6.1.10", "vulnerabilities/0/scores/0/cvss_v3/attackVector", "\"LOCAL\"")]
    [InlineData("csaf-6.1.11", "vulnerabilities/0/cwe/name", "\"Overflow\"")]
    [InlineData("csaf-6.1.12", "document/lang", "\"english\"")]
    [InlineData("csaf-6.1.17", "document/tracking/revision_history/0/number", "\"0\"", "csaf-6.1.18")]
    [InlineData("csaf-6.1.21", "document/tracking/revision_history/1/number", "\"4\"", "csaf-6.1.16")]
    [InlineData("csaf-6.1.24", "vulnerabilities/0/involvements", """[{"party":"user","status":"open"},{"party":"user","status":"completed"}]""")]
    [InlineData("csaf-6.1.26", "document/category", "\"Security_Advisory\"")]
    [InlineData("csaf-6.1.27.5", "vulnerabilities/0/notes", "null")]
    [InlineData("csaf-6.1.29", "vulnerabilities/0/remediations/1/product_ids", "null")]
    [InlineData("csaf-6.1.31", "product_tree/branches/0/branches/0/branches/1/name", "\"before 4\"")]
    [InlineData("csaf-6.1.32", "vulnerabilities/0/flags/0/product_ids", "null")]
    [InlineData("csaf-unknown-member", "document/x_ours", "\"kept\"")]
    public void What_hinders_nobody_is_shown_and_tolerated(string code, string path, string value, string? instead = null)
    {
        var document = Changed(path, value);
        var check = CsafDocument.Check(document);
        Assert.Contains(check, finding => finding.Code == code || finding.Code == instead);
        var reading = CsafDocument.Read(document);
        Assert.True((reading.Document is null) == (instead == "csaf-6.1.16"), string.Join('\n', reading.Findings));
    }

    [Fact]
    public void A_small_document_that_means_millions_of_products_is_refused()
    {
        var document = Rich.Document(change: root =>
        {
            root["product_tree"]!["full_product_names"] = new JsonArray([.. Enumerable.Range(0, 5_000).Select(number => new JsonObject { ["name"] = "n", ["product_id"] = $"N{number}" })]);
            root["product_tree"]!["product_groups"] = new JsonArray(new JsonObject { ["group_id"] = "GRP", ["product_ids"] = new JsonArray([.. Enumerable.Range(0, 5_000).Select(number => (JsonNode?)JsonValue.Create($"N{number}"))]) });
            root["vulnerabilities"]![0]!["flags"] = new JsonArray([.. Enumerable.Range(0, 5_000).Select(number => new JsonObject { ["date"] = DateTimeOffset.UnixEpoch.AddDays(number).ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", System.Globalization.CultureInfo.InvariantCulture), ["label"] = "component_not_present", ["group_ids"] = new JsonArray("GRP") })]);
        });

        Refused("csaf-too-much", "/product_tree/product_groups", document);
    }

    [Fact]
    public void What_is_no_longer_looked_up_when_a_draft_is_made_is_said_and_not_left_out()
    {
        var document = CsafDocument.Read(Rich.Document(change: root =>
        {
            root["product_tree"]!["full_product_names"] = new JsonArray([.. Enumerable.Range(0, 5_000).Select(number => new JsonObject { ["name"] = "n", ["product_id"] = $"N{number}" })]);
            root["product_tree"]!["product_groups"] = new JsonArray(new JsonObject { ["group_id"] = "GRP", ["product_ids"] = new JsonArray([.. Enumerable.Range(0, 5_000).Select(number => (JsonNode?)JsonValue.Create($"N{number}"))]) });
            root["vulnerabilities"]![0]!["remediations"] = new JsonArray([.. Enumerable.Range(0, 500).Select(number => new JsonObject { ["category"] = "vendor_fix", ["details"] = $"Update {number}.", ["group_ids"] = new JsonArray("GRP") })]);
        }));

        Assert.Contains(CsafContent.Of(document.Document!).Findings, finding => (finding.Code, finding.Level) == ("csaf-too-much", FindingLevel.Error));
    }

    [Fact]
    public void However_much_is_only_shown_it_hides_nothing_that_refuses()
    {
        Refused("csaf-schema", "/document/title", Encoding.UTF8.GetBytes($"{{{string.Join(',', Enumerable.Range(0, 200).Select(number => $"\"a{number}\":0"))},\"document\":{{}}}}"));
        Refused("csaf-6.1.1", "/vulnerabilities/250/product_status/fixed/0", Rich.Document(change: root =>
        {
            var list = root["vulnerabilities"]!.AsArray();
            var one = list[0]!.DeepClone();
            list.Clear();
            foreach (var number in Enumerable.Range(0, 251))
            {
                var another = one.DeepClone();
                another["cve"] = $"CVE-2026-{20_000 + number}";
                another["cwe"]!["name"] = "Overflow";
                list.Add(another);
            }

            list[250]!["product_status"]!["fixed"] = new JsonArray("NOWHERE");
        }));
        Refused("csaf-6.1.1", "/vulnerabilities/0/product_status/fixed/0", Rich.Document(change: root =>
        {
            root["document"]!["references"]![0]!["url"] = "no address";
            root["vulnerabilities"]![0]!["product_status"]!["fixed"] = new JsonArray("NOWHERE");
        }));
    }

    [Theory]
    [InlineData("/document/tracking/id", "A", 501)]
    [InlineData("/document/publisher/name", "A", 501)]
    [InlineData("/document/publisher/namespace", "https://vendor.example/", 501)]
    public void What_names_a_document_has_an_end(string path, string begins, int length)
        => Refused("csaf-too-long", path, Changed(path[1..], $"\"{begins.PadRight(length, 'a')}\""));

    private static byte[] Changed(string path, string value) => Rich.Document(change: root =>
    {
        var parts = path.Split('/');
        var at = parts[..^1].Aggregate((JsonNode)root, (node, name) => int.TryParse(name, out var index) ? node[index]! : node[name]!);
        if (value == "null")
        {
            at.AsObject().Remove(parts[^1]);
        }
        else
        {
            at[parts[^1]] = JsonNode.Parse(value);
        }
    });

    private static void Refused(string code, string path, byte[] bytes, CsafLimits? limits = null)
    {
        var reading = CsafDocument.Read(bytes, limits);
        Assert.Null(reading.Document);
        Assert.Contains(reading.Findings, finding => (finding.Code, finding.Path, finding.Level) == (code, path, FindingLevel.Error) && finding.Text.Length > 10);
    }
}
