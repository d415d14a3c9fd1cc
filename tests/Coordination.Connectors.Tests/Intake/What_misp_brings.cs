using System.Text;
using System.Text.Json.Nodes;
using Coordination.Connectors.Intake;
using Coordination.Contracts;
using Coordination.Contracts.Incidents;
using Coordination.Contracts.Intake;
using Coordination.Domain.Intake;
using Coordination.Shared;

namespace Coordination.Connectors.Tests.Intake;

public sealed class What_misp_brings
{
    private static readonly DateTimeOffset Received = new(2026, 2, 1, 0, 0, 0, TimeSpan.Zero);
    private static readonly byte[] Sample = File.ReadAllBytes(Repository.PathOf("tests", "data", "misp", "event.json"));

    [Fact]
    public void An_event_is_one_line_with_its_uuid_label_class_and_facts()
    {
        var alert = Assert.Single(Read(Sample)).Alert!;

        Assert.Equal(
            ("INC-2026-00042 account compromise", "privileged-account-compromise", "misp-57c06bb1-625c-4d34-9b9f-4066950d210f", "Example CERT", Severity.Medium, Tlp.Amber, "203.0.113.1", new DateTimeOffset(2026, 1, 2, 0, 0, 0, TimeSpan.Zero)),
            (alert.Title, alert.Classification, alert.Identifier, alert.Feed, alert.Severity!.Value, alert.Tlp!.Value, alert.SourceIp, alert.OccurredAt!.Value));
        Assert.Equal([new(ObservableKind.Ipv4Addr, "203.0.113.1")], AlertObservables.Of(alert).Distinct());
    }

    [Fact]
    public void Where_it_belongs_is_asked_of_what_was_hit_before_what_is_to_be_looked_for()
    {
        var alert = Assert.Single(Changed(body =>
        {
            Add(body, "0c8e4e42-2f7e-4b7e-8a83-6f7d0f0f0001", "hostname", "pc.alma.example", lookFor: false);
            Add(body, "0c8e4e42-2f7e-4b7e-8a83-6f7d0f0f0002", "sha256", new string('a', 64), lookFor: true);
        })).Alert!;

        Assert.Equal((null, "pc.alma.example"), (alert.SourceIp, alert.SourceFqdn));
        Assert.Equal(["pc.alma.example", "203.0.113.1", new string('a', 64)], alert.Observables!.Select(one => one.Value));
    }

    [Fact]
    public void The_same_event_again_has_the_same_fingerprint_though_it_was_published_again()
    {
        var (first, again) = (Assert.Single(Read(Sample)).Alert!, Assert.Single(Changed(body => (body["timestamp"], body["published"]) = ("1767350000", true))).Alert!);

        Assert.Equal(Fingerprint.Of(SourceId.Of("misp"), first, Received), Fingerprint.Of(SourceId.Of("misp"), again, Received.AddDays(3)));
        Assert.NotEqual(
            Fingerprint.Of(SourceId.Of("misp"), first, Received),
            Fingerprint.Of(SourceId.Of("misp"), Assert.Single(Changed(body => body["uuid"] = "57c06bb1-625c-4d34-9b9f-4066950d2199")).Alert!, Received));
    }

    [Theory]
    [InlineData(Tlp.AmberStrict, "0")]
    [InlineData(null, "3")]
    [InlineData(Tlp.Red, "3", "tlp:red")]
    [InlineData(Tlp.Red, "3", "tlp:nobody-knows")]
    [InlineData(Tlp.Clear, "3", "tlp:white")]
    public void Its_label_is_the_strictest_and_without_one_the_sources_default_counts(Tlp? label, string distribution, params string[] tags)
        => Assert.Equal(label, Assert.Single(Changed(body => (body["distribution"], body["Tag"]) = (distribution, new JsonArray([.. tags.Select(tag => new JsonObject { ["name"] = tag })])))).Alert!.Tlp);

    [Fact]
    public void Several_events_come_as_a_list_or_as_the_answer_to_a_search_and_a_bad_one_is_refused_by_its_number()
    {
        var (one, bad) = (Encoding.UTF8.GetString(Sample), """{"Event":{"info":"x"}}""");

        foreach (var body in new[] { $"[{one},{bad},{one}]", $$"""{"response":[{{one}},{{bad}},{{one}}]}""" })
        {
            var lines = Read(Encoding.UTF8.GetBytes(body));
            Assert.Equal([(1, null), (2, "intake.misp-uuid"), (3, null)], lines.Select(line => (line.Number, line.Refusal?.Code)));
        }
    }

    [Fact]
    public void A_bad_attribute_is_a_refused_line_and_costs_the_event_nothing()
    {
        var lines = Changed(body => Add(body, "not a uuid", "ip-dst", "198.51.100.9", lookFor: true));

        Assert.Equal([null, "intake.misp-uuid"], lines.Select(line => line.Refusal?.Code));
        Assert.Equal("/Event/Attribute/1/uuid", lines[1].Refusal!.Field);
    }

    [Fact]
    public void Of_more_than_a_request_takes_the_events_come_before_bad_attributes_and_the_last_line_says_so()
    {
        var bad = string.Join(',', Enumerable.Repeat("""{"type":"ip-dst","category":"x","value":"1"}""", 100));
        var events = Enumerable.Range(0, 600).Select(number => $$$"""{"Event":{"uuid":"57c06bb1-625c-4d34-9b9f-{{{number:d12}}}","info":"x","date":"2026-01-02","timestamp":"1767350000","Attribute":[{{{bad}}}]}}""");

        var lines = Read(Encoding.UTF8.GetBytes($$"""{"response":[{{string.Join(',', events)}}]}"""));

        Assert.Equal((50_001, 600, "intake.too-many-lines"), (lines.Count, lines.Count(line => line.Alert is not null), lines[^1].Refusal!.Code));
        Assert.Equal(["intake.misp-uuid"], lines.SkipLast(1).Where(line => line.Alert is null).Select(line => line.Refusal!.Code).Distinct());
    }

    [Fact]
    public void More_events_than_a_request_takes_are_not_left_out_unsaid()
    {
        var lines = Read(Encoding.UTF8.GetBytes($$"""{"response":[{{string.Join(',', Enumerable.Repeat("{}", 50_001))}}]}"""));

        Assert.Equal((50_001, "intake.misp-shape", "intake.too-many-lines"), (lines.Count, lines[^2].Refusal!.Code, lines[^1].Refusal!.Code));
    }

    [Theory]
    [InlineData("5", "intake.malformed")]
    [InlineData("{}", "intake.misp-shape")]
    [InlineData("""{"response":[5]}""", "intake.misp-shape")]
    [InlineData("""{"Event":{"info":"a","info":"b"}}""", "intake.duplicate-key")]
    public void What_is_no_event_is_refused(string text, string code) => Assert.Equal(code, Assert.Single(Read(Encoding.UTF8.GetBytes(text))).Refusal!.Code);

    [Theory]
    [InlineData("1999-12-31")]
    [InlineData("2026-02-03")]
    public void A_day_that_cannot_be_is_refused(string day) => Assert.Equal("intake.time", Assert.Single(Changed(body => body["date"] = day)).Refusal!.Code);

    private static void Add(JsonNode body, string uuid, string type, string value, bool lookFor)
        => body["Attribute"]!.AsArray().Add(new JsonObject { ["uuid"] = uuid, ["type"] = type, ["category"] = "Network activity", ["value"] = value, ["to_ids"] = lookFor });

    private static IReadOnlyList<IntakeLine> Changed(Action<JsonNode> change)
    {
        var body = JsonNode.Parse(Sample)!;
        change(body["Event"]!);
        return Read(Encoding.UTF8.GetBytes(body.ToJsonString()));
    }

    private static IReadOnlyList<IntakeLine> Read(byte[] body) => IntakeLines.Read(body, "application/json", new MispFormat(), Received);
}
