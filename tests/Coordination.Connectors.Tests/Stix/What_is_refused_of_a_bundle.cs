using System.Text;
using System.Text.Json.Nodes;
using Coordination.Connectors.Stix;

namespace Coordination.Connectors.Tests.Stix;

public sealed class What_is_refused_of_a_bundle
{
    private static readonly JsonObject Good = Bundles.Identity("good");

    [Theory]
    [InlineData("stix-json", "", "{\"type\":")]
    [InlineData("stix-json", "", "")]
    [InlineData("stix-shape", "", "[]")]
    [InlineData("stix-shape", "/type", "{}")]
    [InlineData("stix-shape", "/type", """{"type":"report"}""")]
    [InlineData("stix-shape", "/type", """{"type":7,"objects":[]}""")]
    [InlineData("stix-shape", "/type", """{"type":"\ud800","objects":[]}""")]
    [InlineData("stix-id", "/id", """{"type":"bundle"}""")]
    [InlineData("stix-id", "/id", """{"type":"bundle","id":"\ud800"}""")]
    [InlineData("stix-id", "/id", """{"type":"bundle","id":"report--5d0092c5-5f74-4287-9642-33f4c354e56d"}""")]
    [InlineData("stix-version", "/spec_version", """{"type":"bundle","id":"bundle--5d0092c5-5f74-4287-9642-33f4c354e56d","spec_version":"2.0","objects":[]}""")]
    [InlineData("stix-shape", "/objects", """{"type":"bundle","id":"bundle--5d0092c5-5f74-4287-9642-33f4c354e56d","objects":{}}""")]
    [InlineData("stix-duplicate-key", "/objects", """{"type":"bundle","id":"bundle--5d0092c5-5f74-4287-9642-33f4c354e56d","objects":[],"objects":[]}""")]
    [InlineData("stix-duplicate-key", "/id", """{"type":"bundle","id":"bundle--5d0092c5-5f74-4287-9642-33f4c354e56d","i\u0064":"x"}""")]
    public void A_document_that_is_no_bundle_is_refused_with_the_reason(string code, string path, string text) => Refused(code, path, Encoding.UTF8.GetBytes(text));

    [Fact]
    public void A_document_that_is_too_much_is_refused_whole()
    {
        Refused("stix-size", "", Bundles.Sample, new(Bytes: 100));
        Refused("stix-depth", "", Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat("{\"a\":", 100_000))));
        Refused("stix-too-many", "/objects", Bundles.Of(Good, Good, Good), new(Objects: 2));
        Refused("stix-encoding", "", Encoding.Unicode.GetBytes(Encoding.UTF8.GetString(Bundles.Sample)));
        Refused("stix-encoding", "", [.. "{\"a\":\""u8, 0xFF, .. "\"}"u8]);
        Assert.Null(StixReader.Read(new byte[] { 0xEF, 0xBB, 0xBF }.Concat(Bundles.Sample).ToArray()).Refused);
    }

    [Theory]
    [InlineData("stix-missing", "/objects/1/name", "identity", "name", "null")]
    [InlineData("stix-missing", "/objects/1/id", "identity", "id", "null")]
    [InlineData("stix-missing", "/objects/1/object_refs", "report", "object_refs", "[]")]
    [InlineData("stix-version", "/objects/1/spec_version", "identity", "spec_version", "null")]
    [InlineData("stix-version", "/objects/1/spec_version", "identity", "spec_version", "\"2.0\"")]
    [InlineData("stix-version", "/objects/1/spec_version", "identity", "spec_version", "2.1")]
    [InlineData("stix-id", "/objects/1/id", "identity", "id", "\"identity--1\"")]
    [InlineData("stix-type", "/objects/1/id", "identity", "id", "\"report--7d1b2f6e-0f0a-4f6b-9a5e-3c1d0a5b7c11\"")]
    [InlineData("stix-date", "/objects/1/created", "identity", "created", "\"2026-02-30T10:00:00.000Z\"")]
    [InlineData("stix-date", "/objects/1/modified", "identity", "modified", "\"2026-01-02T25:00:00.000Z\"")]
    [InlineData("stix-date", "/objects/1/modified", "identity", "modified", "\"2026-01-02T10:00:00.000+01:00\"")]
    [InlineData("stix-date", "/objects/1/modified", "identity", "modified", "\"2026-01-02T23:00:60.000Z\"")]
    [InlineData("stix-order", "/objects/1/modified", "identity", "modified", "\"2025-01-02T10:00:00.000Z\"")]
    [InlineData("stix-order", "/objects/1/valid_until", "indicator", "valid_until", "\"2026-01-02T10:00:00Z\"")]
    [InlineData("stix-shape", "/objects/1/confidence", "identity", "confidence", "101")]
    [InlineData("stix-shape", "/objects/1/confidence", "identity", "confidence", "\"50\"")]
    [InlineData("stix-shape", "/objects/1/revoked", "identity", "revoked", "\"true\"")]
    [InlineData("stix-shape", "/objects/1/labels", "identity", "labels", "[7]")]
    [InlineData("stix-shape", "/objects/1/external_references", "identity", "external_references", "[{\"source_name\":\"x\"}]")]
    [InlineData("stix-shape", "/objects/1/granular_markings", "identity", "granular_markings", "[{\"selectors\":[\"name\"]}]")]
    [InlineData("stix-id", "/objects/1/created_by_ref", "identity", "created_by_ref", "\"report--7d1b2f6e-0f0a-4f6b-9a5e-3c1d0a5b7c11\"")]
    [InlineData("stix-id", "/objects/1/object_marking_refs", "identity", "object_marking_refs", "[\"identity--7d1b2f6e-0f0a-4f6b-9a5e-3c1d0a5b7c11\"]")]
    [InlineData("stix-json", "/objects/1/name", "identity", "name", "\"\\ud800\"")]
    public void An_object_that_cannot_be_believed_is_quarantined_at_its_place_and_the_others_are_taken(string code, string path, string type, string member, string value)
    {
        var bad = type switch
        {
            "report" => Bundles.Report("bad", Bundles.Id("identity", "good")),
            "indicator" => Bundles.Thing("indicator", "bad", ("pattern", "[url:value = 'https://x.example/']"), ("pattern_type", "stix"), ("valid_from", "2026-01-02T10:00:00Z")),
            _ => Bundles.Identity("bad"),
        };
        bad[member] = "PUT HERE";
        var text = Encoding.UTF8.GetString(Bundles.Of(Good, bad)).Replace("\"PUT HERE\"", value, StringComparison.Ordinal);

        var reading = StixReader.Read(Encoding.UTF8.GetBytes(text));

        Assert.Null(reading.Refused);
        Assert.Equal(Bundles.Id("identity", "good"), Assert.Single(reading.Accepted).Id);
        var one = Assert.Single(reading.Quarantined);
        Assert.Equal((code, path, 1), (one.Why.Code, one.Why.Path, one.Index));
        Assert.True(one.Why.Text.Length > 10);
    }

    [Fact]
    public void A_name_twice_in_an_object_costs_that_object_alone()
    {
        var text = Encoding.UTF8.GetString(Bundles.Of(Good, Bundles.Identity("bad", ("external_references", JsonNode.Parse("""[{"source_name":"a","external_id":"1"}]"""))))).Replace("\"external_id\"", "\"source_name\"", StringComparison.Ordinal);

        var reading = StixReader.Read(Encoding.UTF8.GetBytes(text));

        Assert.Single(reading.Accepted);
        Assert.Equal(("stix-duplicate-key", "/objects/1/external_references/0/source_name"), (Assert.Single(reading.Quarantined).Why.Code, reading.Quarantined[0].Why.Path));
    }

    [Theory]
    [InlineData("file", """{"size":1}""")]
    [InlineData("file", """{"hashes":{"MD5":"abc"}}""")]
    [InlineData("network-traffic", """{"protocols":["tcp"]}""")]
    [InlineData("network-traffic", """{"protocols":["tcp"],"src_ref":"ipv4-addr--28bb3599-77cd-5a82-a950-b5bc3caf07c4","dst_port":65536}""")]
    [InlineData("autonomous-system", """{"number":-1}""")]
    [InlineData("artifact", """{"url":"https://x.example/"}""")]
    [InlineData("process", """{}""")]
    [InlineData("email-message", """{"subject":"x"}""")]
    public void An_observable_that_says_too_little_or_nonsense_is_quarantined(string type, string members)
    {
        var body = (JsonObject)JsonNode.Parse(members)!;
        body["type"] = type;
        body["id"] = Bundles.Id(type, "x");

        Assert.Single(Bundles.Read(body).Quarantined);
    }

    [Fact]
    public void Objects_that_contain_themselves_are_quarantined_and_no_others()
    {
        string[] ids = [.. new[] { "a", "b", "c", "d" }.Select(name => Bundles.Id("report", name))];
        var reading = Bundles.Read(
            Good, Bundles.Report("a", ids[1]), Bundles.Report("b", ids[2], Bundles.Id("identity", "good")), Bundles.Report("c", ids[0]), Bundles.Report("d", ids[0]), Bundles.Report("self", Bundles.Id("report", "self")),
            Bundles.Relationship("r", ids[3], Bundles.Id("identity", "good"), "derived-from"));

        Assert.Equal([1, 2, 3, 5], reading.Quarantined.Select(one => one.Index));
        Assert.All(reading.Quarantined, one => Assert.Equal("stix-cycle", one.Why.Code));
        Assert.Equal([0, 4, 6], reading.Accepted.Select(one => one.Index));
    }

    [Fact]
    public void A_chain_as_long_as_the_limit_is_followed_to_its_end()
    {
        const int Length = 20_000;
        var reports = Enumerable.Range(0, Length).Select(number => Bundles.Report($"{number}", Bundles.Id("report", $"{(number + 1) % Length}"))).ToArray();

        Assert.Equal(Length, Bundles.Read(reports).Quarantined.Count);
        Assert.Equal(Length - 1, Bundles.Read(reports[..^1]).Accepted.Count);
    }

    [Fact]
    public void What_connects_something_that_is_not_here_is_quarantined_unless_it_is_known_already()
    {
        var elsewhere = Bundles.Id("malware", "elsewhere");
        var bundle = Bundles.Of(Good, Bundles.Relationship("r", Bundles.Id("identity", "good"), elsewhere), Bundles.Thing("sighting", "s", ("sighting_of_ref", elsewhere)), Bundles.Report("partly", elsewhere, Bundles.Id("identity", "good")));

        var reading = StixReader.Read(bundle);
        Assert.Equal([1, 2], reading.Quarantined.Select(one => one.Index));
        Assert.All(reading.Quarantined, one => Assert.Equal("stix-dangling", one.Why.Code));
        Assert.Equal("stix-dangling", Assert.Single(reading.Accepted.Single(one => one.Type == "report").Warnings).Code);

        Assert.Empty(StixReader.Read(bundle, new(id => id == elsewhere, _ => null)).Quarantined);
    }

    [Fact]
    public void What_hangs_on_a_quarantined_object_is_quarantined_with_it()
    {
        var reading = Bundles.Read(Good, Bundles.Identity("bad", ("confidence", 1000)), Bundles.Relationship("r", Bundles.Id("identity", "good"), Bundles.Id("identity", "bad")), Bundles.Thing("sighting", "s", ("sighting_of_ref", Bundles.Id("identity", "bad"))));

        Assert.Equal(["stix-shape", "stix-dangling", "stix-dangling"], reading.Quarantined.Select(one => one.Why.Code));
    }

    [Fact]
    public void Ids_that_collide_are_believed_for_none_of_the_objects()
    {
        var uuid = Bundles.Id("identity", "x")[^36..];
        Collide(Bundles.Identity("x"), Bundles.Identity("x", ("name", "other")));
        Collide(Bundles.Identity("x"), Bundles.Identity("x", ("created", "2026-01-01T10:00:00.000Z"), ("modified", "2026-01-03T10:00:00.000Z")));
        Collide(Bundles.Identity("x", ("created_by_ref", Bundles.Id("identity", "good"))), Bundles.Identity("x", ("modified", "2026-01-03T10:00:00.000Z")));
        Collide(Bundles.Identity("x", ("revoked", true)), Bundles.Identity("x", ("modified", "2026-01-03T10:00:00.000Z")));
        Collide(Bundles.Identity("x"), Bundles.Thing("course-of-action", "x", ("name", "x")));
        Collide(
            new() { ["type"] = "url", ["id"] = $"url--{uuid}", ["value"] = "https://a.example/" }, new() { ["type"] = "url", ["id"] = $"url--{uuid}", ["value"] = "https://b.example/" });

        static void Collide(JsonObject one, JsonObject other)
        {
            var reading = Bundles.Read(Good, one, other);
            Assert.Equal(["stix-collision", "stix-collision"], reading.Quarantined.Select(each => each.Why.Code));
            Assert.Equal(0, Assert.Single(reading.Accepted).Index);
        }
    }

    private static void Refused(string code, string path, byte[] bytes, StixLimits? limits = null)
    {
        var reading = StixReader.Read(bytes, limits: limits);
        Assert.Equal((code, path), (reading.Refused?.Code, reading.Refused?.Path));
        Assert.True(reading.Refused!.Text.Length > 10);
        Assert.Empty(reading.Accepted);
    }
}
