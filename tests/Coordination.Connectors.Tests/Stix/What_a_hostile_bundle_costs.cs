using System.Text;
using System.Text.Json;
using Coordination.Connectors.Misp;
using Coordination.Connectors.Stix;

namespace Coordination.Connectors.Tests.Stix;

/// <summary>Documents made to cost more than they weigh: whoever looks each of a hundred thousand up among a hundred thousand does not come back in this test's time.</summary>
public sealed class What_a_hostile_bundle_costs
{
    private const int Many = 100_000;
    private const string Common = "\"spec_version\":\"2.1\",\"created\":\"2026-01-02T10:00:00.000Z\",\"modified\":\"2026-01-02T10:00:00.000Z\"";

    private static readonly Dictionary<string, string> Documents = new()
    {
        ["many references"] = Bundle($$"""{"type":"identity",{{Common}},"id":"{{Bundles.Id("identity", "x")}}","name":"x",{{All(number => $"\"a{number}_ref\":\"{Bundles.Id("identity", "y")}\"")}}}"""),
        ["many unknown members"] = Bundle($$"""{"type":"identity",{{Common}},"id":"{{Bundles.Id("identity", "x")}}","name":"x",{{All(number => $"\"a{number}\":[]")}}}"""),
        ["many selectors"] = Bundle($$"""{"type":"identity",{{Common}},"id":"{{Bundles.Id("identity", "x")}}","name":"x","x_a":[{{All(_ => "[0]")}}],"granular_markings":[{"marking_ref":"{{Bundles.Amber}}","selectors":[{{All(_ => $"\"x_a.[{Many - 1}]\"")}}]}]}"""),
        ["many versions"] = Bundle(All(number => $$"""{"type":"identity","spec_version":"2.1","id":"{{Bundles.Id("identity", "x")}}","name":"x","created":"2026-01-02T10:00:00.000Z","modified":"2026-01-02T10:00:00.{{number:D6}}Z"}""", 40_000)),
        ["one id and many contents"] = Bundle(All(number => $$"""{"type":"identity",{{Common}},"id":"{{Bundles.Id("identity", "x")}}","name":"x{{number}}"}""", 40_000)),
        ["many markings"] = Bundle($$"""{"type":"identity",{{Common}},"id":"{{Bundles.Id("identity", "x")}}","name":"x","object_marking_refs":[{{All(_ => $"\"{Bundles.Amber}\"")}}]}"""),
        ["a flaw at the end of the deepest"] = Bundle($$"""{"type":"identity",{{Common}},"id":"{{Bundles.Id("identity", "x")}}","name":"x","x_a":{{new string('[', 50)}}{{All(_ => "1")}},"\ud800"{{new string(']', 50)}}}"""),
        ["long patterns"] = Bundle(All(number => $$"""{"type":"indicator",{{Common}},"id":"{{Bundles.Id("indicator", $"{number}")}}","pattern_type":"stix","valid_from":"2026-01-02T10:00:00Z","pattern":"[{{new string('(', 9_000)}}"}""", 200)),
    };

    public static TheoryData<string> Names => [.. Documents.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void It_costs_no_more_than_its_weight(string what)
    {
        var bytes = Encoding.UTF8.GetBytes(Documents[what]);
        var before = GC.GetAllocatedBytesForCurrentThread();

        var reading = StixReader.Read(bytes);

        Assert.Null(reading.Refused);
        Assert.True(GC.GetAllocatedBytesForCurrentThread() - before < 20_000_000 + (bytes.Length * 100L), $"{what}: {(GC.GetAllocatedBytesForCurrentThread() - before) / bytes.Length} bytes for each");
        Assert.Equal(what == "many selectors", reading.Quarantined.Any(one => one.Why.Code == "stix-too-many"));
        Assert.All(reading.Accepted, one => Assert.InRange(one.Warnings.Count, 0, 30));
    }

    [Fact]
    public void Attributes_that_all_collide_cost_no_more_either()
    {
        var attributes = All(number => $$"""{"uuid":"{{StixIds.V5(Guid.Empty, $"{number / 2}")}}","type":"text","category":"Other","value":"{{number}}"}""", 40_000);

        Assert.Equal(40_000, MispReader.Read(Encoding.UTF8.GetBytes($$$"""{"Event":{"uuid":"57c06bb1-625c-4d34-9b9f-4066950d210f","info":"x","date":"2026-01-02","timestamp":"1","Attribute":[{{{attributes}}}]}}""")).Quarantined.Count);
    }

    [Fact]
    public void A_number_that_no_number_can_hold_has_an_id_as_well()
        => Assert.StartsWith("file--", StixIds.OfObservable("file", JsonDocument.Parse("""{"extensions":{"a":1e400}}""").RootElement), StringComparison.Ordinal);

    private static string All(Func<int, string> one, int count = Many) => string.Join(',', Enumerable.Range(0, count).Select(one));

    private static string Bundle(string objects) => $$"""{"type":"bundle","id":"bundle--5d0092c5-5f74-4287-9642-33f4c354e56d","objects":[{{objects}}]}""";
}
