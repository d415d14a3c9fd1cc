using System.Text.Json;
using System.Text.Json.Nodes;
using Coordination.Cli.Partners;
using Coordination.Contracts;
using Coordination.Contracts.Exchange;
using Coordination.Contracts.Incidents;
using Coordination.Contracts.Partners;

namespace Coordination.Cli.Tests.Partners;

[Collection(OneServer.Name)]
public sealed class When_a_bundle_is_exported(RunningServer server)
{
    [Fact]
    public async Task What_would_leave_is_printed_as_a_bundle_and_otherwise_why_nothing_would()
    {
        var partner = (await server.AskAsync(client => client.AddPartnerAsync(new PartnerRequest { Name = $"CERT {Guid.NewGuid():N}", Kind = PartnerKind.Cert, Ceiling = Tlp.Green, Topics = Enum.GetValues<PartnerTopic>() }))).Id;
        var incident = await OpenAsync(Tlp.Green);
        var amber = await OpenAsync(Tlp.Amber);

        var plain = await ExportAsync(incident, partner);
        Assert.Equal((0, 0), (plain.Code, Types(plain).Count(type => type == "indicator")));
        Assert.Contains("left out: exported.example", plain.Error, StringComparison.Ordinal);
        var chosen = await ExportAsync($" {incident} ", partner, "--indicator", "exported.example");
        Assert.True(chosen.Code == 0, chosen.Error);
        Assert.Contains("indicator", Types(chosen));
        Assert.EndsWith("under TLP:GREEN", chosen.Error.TrimEnd(), StringComparison.Ordinal);
        var checkedOnce = await Ran.CoordctlAsync("stix", "check", server.FileOf("exported.json", chosen.Out));
        Assert.True(checkedOnce.Code == 0, checkedOnce.Error);

        foreach (var (refused, words) in new[]
        {
            (await ExportAsync(amber, partner), "Nothing would leave: It is labelled TLP:AMBER"),
            (await ExportAsync(incident, "nobody"), "partner.unknown"),
            (await ExportAsync(incident, "no such/id"), "no such/id is no id of a partner"),
            (await ExportAsync("2026-999999", partner), "There is no incident and no advisory 2026-999999"),
            (await ExportAsync("../x?y", partner), "There is no incident and no advisory ../x?y"),
            (await ExportAsync(" ", partner), "Say which incident or advisory"),
            (await ExportAsync(incident, partner, "--indicator", "elsewhere.example"), "Only an observable of the incident"),
        })
        {
            Assert.Equal((1, ""), (refused.Code, refused.Out));
            Assert.Contains(words, refused.Error, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData(SharingChange.New, true)]
    [InlineData(SharingChange.Changed, true)]
    [InlineData(SharingChange.Revoked, true)]
    [InlineData(SharingChange.Same, false)]
    [InlineData(SharingChange.Gone, false)]
    public async Task Of_what_a_partner_has_had_only_what_is_different_would_leave(SharingChange change, bool leaves)
    {
        var note = JsonDocument.Parse("""{"type":"note","spec_version":"2.1","id":"note--00000001-17d4-4cbf-938f-98ee46b3cd3f","content":"Seen"}""").RootElement;
        var (said, told) = (new StringWriter(), new StringWriter());

        var code = await StixExportVerb.PrintAsync(
            new(said, told, null, TimeProvider.System, static _ => null, static _ => null),
            new("hash", Tlp.Green, null, [new("note--00000001-17d4-4cbf-938f-98ee46b3cd3f", "note", null, change, note, null)], [], [], []));

        Assert.Equal((leaves ? 0 : 1, leaves), (code, said.ToString().Contains("Seen", StringComparison.Ordinal)));
        Assert.Equal(!leaves, told.ToString().Contains("Nothing would leave: it has had all of it.", StringComparison.Ordinal));
    }

    private async Task<string> OpenAsync(Tlp tlp)
        => (await server.AskAsync(client => client.OpenIncidentAsync(new() { Title = "Exported", Severity = Severity.Low, Tlp = tlp, Observables = ["exported.example"] }), server.OfficerToken)).Id;

    private static IEnumerable<string> Types(Ran ran) => JsonNode.Parse(ran.Out)!["objects"]!.AsArray().Select(one => (string)one!["type"]!);

    private Task<Ran> ExportAsync(string thing, string partner, params string[] more)
        => Ran.CoordctlAsync(["stix", "export", thing, "--partner", partner, .. more, "--url", server.Url, "--token", server.OfficerToken]);
}
