using System.Text.Json;
using System.Text.Json.Nodes;
using Coordination.Connectors.Stix;
using Coordination.Connectors.Stix.Model;
using Coordination.Contracts;
using Coordination.Shared;

namespace Coordination.Connectors.Tests.Stix;

public sealed class What_a_bundle_says
{
    private const string White = "marking-definition--613f2e26-407d-48c7-9eca-b8e91df99dc9";
    private const string Clear = "marking-definition--94868c89-83c2-464b-929b-a1a8aa3c8487";
    private const string Red = "marking-definition--e828b379-4e03-4974-9ac4-e53a884c97c1";

    [Fact]
    public void The_sample_is_read_whole_with_its_labels_and_given_back_as_it_was()
    {
        var reading = StixReader.Read(Bundles.Sample);

        Assert.Empty(reading.Quarantined);
        Assert.Empty(reading.Accepted.SelectMany(one => one.Warnings));
        Assert.Equal(17, reading.Accepted.Count);
        var core = reading.Accepted.Select(one => one.As<StixIncident>()).OfType<StixIncident>().Single().Core!;
        Assert.Equal(("confirmed", "open", 70, "regular"), (core.Determination, core.InvestigationStatus, core.Criticality, core.Recoverability));
        Assert.Equal(["theft-access-credentials"], core.IncidentTypes);
        Assert.Equal("CVE-2026-12345", reading.Accepted.Select(one => one.As<StixVulnerability>()).OfType<StixVulnerability>().Single().Cve);
        Assert.All(reading.Accepted.Where(one => one.Category != StixCategory.Meta && one.Id != "identity--7d1b2f6e-0f0a-4f6b-9a5e-3c1d0a5b7c11"), one => Assert.Equal(new StixLabel(Tlp.Amber).Tlp, one.Label.Tlp));
        Assert.True(reading.Accepted.Single(one => one.Id == "identity--7d1b2f6e-0f0a-4f6b-9a5e-3c1d0a5b7c11").Label.IsDefault);

        var again = JsonNode.Parse(StixWriter.Bundle(GeneratedShares.Publisher.Own, [.. reading.Accepted.Select(one => one.Body)]))!;
        Assert.True(JsonNode.DeepEquals(JsonNode.Parse(Bundles.Sample)!["objects"], again["objects"]));
    }

    public static TheoryData<string, string> Vectors
    {
        get
        {
            var vectors = new TheoryData<string, string>();
            foreach (var vector in JsonNode.Parse(File.ReadAllBytes(Repository.PathOf("tests", "data", "stix-observable-ids.json")))!.AsArray())
            {
                vectors.Add(vector!["object"]!.ToJsonString(), (string)vector["id"]!);
            }

            return vectors;
        }
    }

    [Fact]
    public void There_are_18_vectors() => Assert.Equal(18, Vectors.Count);

    [Theory]
    [MemberData(nameof(Vectors))]
    public void Ids_of_observables_are_those_of_the_vectors(string observable, string id)
    {
        var body = JsonDocument.Parse(observable).RootElement;
        Assert.Equal(id, StixIds.OfObservable(body.GetProperty("type").GetString()!, body));
    }

    [Theory]
    [InlineData("0", "0")]
    [InlineData("-0.0", "0")]
    [InlineData("1e0", "1")]
    [InlineData("15139.0", "15139")]
    [InlineData("333333333.33333329", "333333333.3333333")]
    [InlineData("1E30", "1e+30")]
    [InlineData("4.50", "4.5")]
    [InlineData("2e-3", "0.002")]
    [InlineData("0.000000000000000000000000001", "1e-27")]
    [InlineData("0.000001", "0.000001")]
    [InlineData("0.0000001", "1e-7")]
    [InlineData("123456789012345680000", "123456789012345680000")]
    [InlineData("1e21", "1e+21")]
    [InlineData("-1.5", "-1.5")]
    public void Numbers_are_written_as_the_canonical_form_has_them(string number, string written)
        => Assert.Equal(written, CanonicalJson.Number(double.Parse(number, System.Globalization.CultureInfo.InvariantCulture)));

    [Fact]
    public void Names_are_sorted_by_utf16_and_texts_escaped_no_more_than_they_must_be()
    {
        var body = JsonDocument.Parse("""{"type":"file","name":"\u20ac$\u000f\nA'B\"\\\\\"\/","extensions":{"\ufb33":1,"\ud83d\ude00":2,"1":[true,null]}}""").RootElement;
        Assert.Equal("{\"extensions\":{\"1\":[true,null],\"😀\":2,\"\ufb33\":1},\"name\":\"€$\\u000f\\nA'B\\\"\\\\\\\\\\\"/\"}", CanonicalJson.Of([KeyValuePair.Create("name", body.GetProperty("name")), KeyValuePair.Create("extensions", body.GetProperty("extensions"))]));
    }

    [Fact]
    public void The_newest_of_several_versions_holds_whatever_their_order_and_a_repetition_counts_once()
    {
        JsonObject[] versions = [Bundles.Identity("x"), Bundles.Identity("x", ("name", "second"), ("modified", "2026-01-02T10:00:00.0000000012Z")), Bundles.Identity("x", ("name", "third"), ("modified", "2026-01-02T10:00:00.0000000013Z")), Bundles.Identity("x")];
        foreach (var order in new[] { new[] { 0, 1, 2, 3 }, [2, 1, 0, 3], [1, 3, 2, 0] })
        {
            var reading = Bundles.Read([.. order.Select(index => versions[index])]);

            Assert.Empty(reading.Quarantined);
            Assert.Equal("third", Assert.Single(reading.Accepted).As<StixIdentity>()!.Name);
            Assert.Equal(["second", "x"], reading.Superseded.Select(one => one.As<StixIdentity>()!.Name).Order());
        }
    }

    [Fact]
    public void Against_what_is_known_the_newer_holds_and_a_revoked_object_stays_revoked()
    {
        Assert.Equal(StixSuccession.Newer, Succession([], [("modified", "2026-01-03T10:00:00.000Z"), ("revoked", true)]));
        Assert.Equal(StixSuccession.Older, Succession([("modified", "2026-01-03T10:00:00.000Z")], []));
        Assert.Equal(StixSuccession.Same, Succession([], []));
        Assert.Equal(StixSuccession.Refused, Succession([("revoked", true)], [("modified", "2026-01-03T10:00:00.000Z")]));
        Assert.Equal(StixSuccession.Refused, Succession([], [("name", "other")]));

        static StixSuccession Succession((string, JsonNode?)[] known, (string, JsonNode?)[] received)
            => StixVersions.Of(Bundles.Read(Bundles.Identity("x", known)).Accepted[0], Bundles.Read(Bundles.Identity("x", received)).Accepted[0]).Succession;
    }

    [Theory]
    [InlineData(Tlp.Amber, true)]
    [InlineData(Tlp.Clear, false, White)]
    [InlineData(Tlp.Clear, false, Clear)]
    [InlineData(Tlp.Red, false, Clear, Red, White)]
    [InlineData(Tlp.Amber, false, "marking-definition--f88d31f6-486f-44da-b317-01333bde0b82", Clear)]
    [InlineData(Tlp.Red, false, "marking-definition--11111111-2222-4333-8444-555555555555")]
    [InlineData(Tlp.Red, false, Clear, "marking-definition--11111111-2222-4333-8444-555555555555")]
    public void The_strictest_marking_holds_and_one_that_nobody_knows_counts_as_red(Tlp tlp, bool isDefault, params string[] markings)
    {
        var one = Assert.Single(Bundles.Read(Bundles.Identity("x", ("object_marking_refs", markings.Length == 0 ? null : new JsonArray([.. markings.Select(id => (JsonNode?)id)])))).Accepted);

        Assert.Equal((tlp, isDefault), (one.Label.Tlp, one.Label.IsDefault));
        Assert.Equal(markings.Any(id => id.Contains("1111", StringComparison.Ordinal)), one.Label.NotUnderstood.Count > 0);
    }

    [Fact]
    public void A_definition_decides_by_what_it_says_and_under_an_id_of_tlp_by_the_id()
    {
        const string Own = "marking-definition--11111111-2222-4333-8444-555555555555";
        Assert.Equal(Tlp.Green, Label(Own, """{"definition_type":"tlp","definition":{"tlp":"green"}}""").Tlp);
        Assert.Equal(Tlp.Red, Label(Own, """{"name":"TLP:RED","definition_type":"tlp","definition":{"tlp":"green"}}""").Tlp);
        Assert.Equal(Tlp.Red, Label(Own, """{"definition_type":"tlp","definition":{"tlp":"pink"}}""").Tlp);
        Assert.Equal(Tlp.Red, Label(Own, """{"definition_type":"iep","definition":{"name":"x"}}""").Tlp);
        Assert.Equal(Tlp.Red, Label(Red, """{"definition_type":"tlp","definition":{"tlp":"white"}}""").Tlp);
        var statement = Label(Own, """{"definition_type":"statement","definition":{"statement":"© them"}}""");
        Assert.Equal((Tlp.Amber, true, "© them"), (statement.Tlp, statement.IsDefault, Assert.Single(statement.Statements)));

        static StixLabel Label(string id, string definition)
        {
            var body = (JsonObject)JsonNode.Parse(definition)!;
            (body["type"], body["spec_version"], body["id"], body["created"]) = ("marking-definition", "2.1", id, "2026-01-01T00:00:00.000Z");
            return Bundles.Read(body, Bundles.Identity("x", ("object_marking_refs", new JsonArray(id)))).Accepted.Single(one => one.Type == "identity").Label;
        }
    }

    [Fact]
    public void A_marking_of_a_part_makes_the_whole_no_freer_and_is_told_with_its_part()
    {
        var label = Bundles.Read(Bundles.Identity("x", ("object_marking_refs", new JsonArray(Clear)), ("granular_markings", JsonNode.Parse($$"""[{"selectors":["name","external_references.[0].url","labels.[3]"],"marking_ref":"{{Red}}"},{"selectors":["name"],"lang":"en"}]""")),
            ("external_references", JsonNode.Parse("""[{"source_name":"a","url":"https://a.example/"}]""")))).Accepted[0];

        Assert.Equal((Tlp.Red, false, Tlp.Red), (label.Label.Tlp, label.Label.IsDefault, label.Label.Parts["name"]));
        Assert.Equal("stix-selector", Assert.Single(label.Warnings).Code);
    }

    [Fact]
    public void What_is_not_understood_is_kept_beside_what_is()
    {
        var custom = JsonNode.Parse("""{"type":"x-acme-thing","id":"x-acme-thing--7d1b2f6e-0f0a-4f6b-9a5e-3c1d0a5b7c11","depth":{"a":[1.50,1e400,"\u00e9"]}}""")!.AsObject();
        var identity = Bundles.Identity("x", ("x_ours", JsonNode.Parse("""{"a":[1,{"b":null}]}""")), ("labels", new JsonArray()));

        var reading = Bundles.Read(custom, identity);

        Assert.Equal([StixCategory.Unknown, StixCategory.Domain], reading.Accepted.Select(one => one.Category));
        Assert.Equal(["stix-empty", "stix-unknown-member"], reading.Accepted[1].Warnings.Select(one => one.Code).Order());
        Assert.True(reading.Accepted[1].As<StixIdentity>()!.Kept!.ContainsKey("x_ours"));
        Assert.Equal(custom.ToJsonString(), JsonNode.Parse(reading.Accepted[0].Body.GetRawText())!.ToJsonString());
    }

    [Fact]
    public void An_envelope_is_read_as_a_bundle_is()
    {
        var envelope = new JsonObject { ["more"] = true, ["next"] = "1", ["objects"] = new JsonArray(Bundles.Identity("x")) };

        Assert.Single(StixReader.Read(System.Text.Encoding.UTF8.GetBytes(envelope.ToJsonString())).Accepted);
        Assert.Empty(StixReader.Read("""{"more":false}"""u8.ToArray()).Accepted);
    }
}
