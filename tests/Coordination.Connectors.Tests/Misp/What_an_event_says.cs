using System.Text;
using System.Text.Json.Nodes;
using Coordination.Connectors.Misp;
using Coordination.Connectors.Tests.Stix;
using Coordination.Contracts;
using Coordination.Contracts.Incidents;
using Coordination.Shared;

namespace Coordination.Connectors.Tests.Misp;

public sealed class What_an_event_says
{
    private static readonly byte[] Sample = File.ReadAllBytes(Repository.PathOf("tests", "data", "misp", "event.json"));

    [Fact]
    public void The_sample_is_read_with_its_uuids_label_and_class()
    {
        var read = MispReader.Read(Sample);

        var one = read.Event!;
        Assert.Empty(read.Quarantined);
        Assert.Equal((Guid.Parse("57c06bb1-625c-4d34-9b9f-4066950d210f"), "INC-2026-00042 account compromise", new DateOnly(2026, 1, 2), Tlp.Amber, false), (one.Uuid, one.Info, one.Date, one.Tlp, one.TlpIsDefault));
        Assert.Equal((2, 1, 0, "Example CERT"), (one.ThreatLevel, one.Analysis, one.Distribution, one.Creator));
        Assert.Equal(["privileged-account-compromise"], one.Classifications.Select(type => type.Name));
        var attribute = Assert.Single(one.Attributes);
        Assert.Equal((Guid.Parse("5747c0a4-0f8c-4f9d-8a7c-4a1b950d210f"), true, "C2", new Observable(ObservableKind.Ipv4Addr, "203.0.113.1")), (attribute.Uuid, attribute.ToIds, attribute.Comment, Assert.Single(attribute.Observables)));
        Assert.True(JsonNode.DeepEquals(JsonNode.Parse(Sample), JsonNode.Parse(one.Body.GetRawText())));
    }

    [Theory]
    [InlineData(Tlp.Amber, true, "1")]
    [InlineData(Tlp.AmberStrict, true, "0")]
    [InlineData(Tlp.Clear, false, "0", "tlp:white")]
    [InlineData(Tlp.Green, false, "3", "tlp:clear", "TLP:GREEN")]
    [InlineData(Tlp.AmberStrict, false, "3", "tlp:amber+strict")]
    [InlineData(Tlp.Red, false, "3", "tlp:clear", "tlp:ex:chr")]
    public void The_strictest_tag_holds_and_one_that_nobody_knows_counts_as_red(Tlp tlp, bool isDefault, string distribution, params string[] tags)
    {
        var read = Changed(body => (body["distribution"], body["Tag"]) = (distribution, new JsonArray([.. tags.Select(tag => new JsonObject { ["name"] = tag })]))).Event!;

        Assert.Equal((tlp, isDefault), (read.Tlp, read.TlpIsDefault));
    }

    [Theory]
    [InlineData("domain|ip", "c2.example|198.51.100.3", "c2.example", "198.51.100.3")]
    [InlineData("ip-dst|port", "198.51.100.3|443", "198.51.100.3")]
    [InlineData("filename|md5", "x.exe|D41D8CD98F00B204E9800998ECF8427E", "d41d8cd98f00b204e9800998ecf8427e")]
    [InlineData("sha256", "d41d8cd98f00b204e9800998ecf8427e")]
    [InlineData("AS", "64496", "AS64496")]
    [InlineData("hostname", "Host.Example", "host.example")]
    [InlineData("email-src", "Mallory@evil.example", "mallory@evil.example")]
    [InlineData("url", "https://evil.example/a|b", "https://evil.example/a|b")]
    [InlineData("ip-src", "not an address")]
    [InlineData("mutex", "198.51.100.3")]
    public void Attributes_become_the_facts_in_them(string type, string value, params string[] facts)
    {
        var attribute = Assert.Single(Changed(body => Attribute(body, ("type", type), ("value", value))).Event!.Attributes);

        Assert.Equal(facts, attribute.Observables.Select(one => one.Value));
    }

    [Fact]
    public void An_attribute_is_as_strict_as_its_event_and_its_own_tag_and_those_of_objects_count()
    {
        var read = Changed(body =>
        {
            Attribute(body, ("Tag", JsonNode.Parse("""[{"name":"tlp:red"}]""")));
            body["Object"] = JsonNode.Parse("""[{"name":"file","Attribute":[{"uuid":"5747c0a4-0f8c-4f9d-8a7c-4a1b950d2110","type":"vulnerability","category":"External analysis","value":"cve-2026-12345","object_relation":"id","Tag":[{"name":"tlp:clear"}]}]}]""");
        }).Event!;

        Assert.Equal([(Tlp.Red, null, null), (Tlp.Amber, "CVE-2026-12345", "id")], read.Attributes.Select(one => (one.Tlp, one.Cve, one.Relation)));
    }

    [Theory]
    [InlineData("misp-json", "", "{")]
    [InlineData("misp-shape", "", "{}")]
    [InlineData("misp-shape", "", """{"Event":[]}""")]
    [InlineData("misp-duplicate-key", "/Event/info", """{"Event":{"info":"a","info":"b"}}""")]
    [InlineData("misp-uuid", "/Event/uuid", """{"Event":{}}""")]
    public void What_is_no_event_is_refused_with_the_reason(string code, string path, string text)
        => Assert.Equal((code, path), (MispReader.Read(Encoding.UTF8.GetBytes(text)).Refused!.Code, MispReader.Read(Encoding.UTF8.GetBytes(text)).Refused!.Path));

    [Theory]
    [InlineData("misp-date", "date", "2026-02-30")]
    [InlineData("misp-date", "timestamp", "99999999999999")]
    [InlineData("misp-date", "timestamp", "yesterday")]
    [InlineData("misp-missing", "info", " ")]
    [InlineData("misp-uuid", "uuid", "42")]
    public void An_event_without_what_names_and_dates_it_is_refused(string code, string member, string value)
        => Assert.Equal((code, $"/Event/{member}"), (Changed(body => body[member] = value).Refused!.Code, Changed(body => body[member] = value).Refused!.Path));

    [Fact]
    public void A_bad_attribute_costs_itself_alone()
    {
        var read = Changed(body =>
        {
            var good = body["Attribute"]![0]!;
            foreach (var change in new Action<JsonNode>[] { one => one["uuid"] = "x", one => one.AsObject().Remove("value"), one => one["timestamp"] = "-1" })
            {
                var bad = good.DeepClone();
                bad["uuid"] = Guid.NewGuid().ToString();
                change(bad);
                body["Attribute"]!.AsArray().Add(bad);
            }

            body["Attribute"]!.AsArray().Add(good.DeepClone());
        });

        Assert.Single(read.Event!.Attributes);
        Assert.Equal(["misp-uuid", "misp-missing", "misp-date"], read.Quarantined.Select(one => one.Why.Code));
        Assert.Equal(2, Changed(body => body["Attribute"]!.AsArray().Add(With(body["Attribute"]![0]!.DeepClone(), "value", "198.51.100.9"))).Quarantined.Count);
        Assert.Equal("misp-too-many", MispReader.Read(Sample, mostAttributes: 0).Refused!.Code);
        Assert.Equal("misp-size", MispReader.Read(Sample, mostBytes: 10).Refused!.Code);
    }

    [Fact]
    public async Task Every_event_that_is_written_passes_misps_schema_and_is_read_back()
    {
        var writer = new MispWriter(GeneratedShares.Publisher);
        var shares = Enumerable.Range(0, 150).Select(seed => new GeneratedShares(seed).Incident()).ToArray();

        foreach (var share in shares)
        {
            var written = writer.Event(share);
            Assert.Equal(written, writer.Event(share));
            var read = MispReader.Read(written);
            Assert.Empty(read.Quarantined);
            var summary = share.Incident.Summary;
            Assert.Equal((writer.UuidOf(summary.Id), summary.Tlp, false), (read.Event!.Uuid, read.Event.Tlp, read.Event.TlpIsDefault));
            Assert.Equal(Rsit.TryRead(summary.Classification, out var type) ? [type] : [], read.Event.Classifications);
            var facts = share.Incident.Observables.Concat(share.Indicators.Select(one => one.Observable)).Distinct().ToArray();
            Assert.Equal(facts.Where(one => one.Kind != ObservableKind.Text).ToHashSet(), read.Event.Attributes.SelectMany(one => one.Observables).ToHashSet());
            Assert.Equal(share.Indicators.Select(one => one.Observable.Value).ToHashSet(), read.Event.Attributes.Where(one => one.ToIds).Select(one => one.Value).ToHashSet());
        }

        var (failures, counted) = await SchemaValidator.CheckAsync([Sample, .. shares.Select(writer.Event)]);
        Assert.True(failures.Count == 0, string.Join('\n', failures.Take(10)));
        Assert.Equal(shares.Length + 1, counted);
    }

    private static JsonNode With(JsonNode node, string name, string value)
    {
        node[name] = value;
        return node;
    }

    private static void Attribute(JsonObject body, params (string Name, JsonNode? Value)[] members)
    {
        foreach (var (name, value) in members)
        {
            body["Attribute"]![0]![name] = value;
        }
    }

    private static MispReading Changed(Action<JsonObject> change)
    {
        var root = (JsonObject)JsonNode.Parse(Sample)!;
        change(root["Event"]!.AsObject());
        return MispReader.Read(Encoding.UTF8.GetBytes(root.ToJsonString()));
    }
}
