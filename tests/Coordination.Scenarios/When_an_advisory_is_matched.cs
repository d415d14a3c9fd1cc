using System.Net;
using System.Text;
using Coordination.Contracts;
using Coordination.Contracts.Access;
using Coordination.Contracts.Advisories;
using Coordination.Contracts.Client;
using Coordination.Contracts.Institutions;

namespace Coordination.Scenarios;

/// <summary>Institutions say what they have; an advisory finds whom it concerns, and lets go whom it no longer does.</summary>
public sealed class When_an_advisory_is_matched : IAsyncLifetime
{
    private readonly RunningSystem _system = new();
    private Advising _advising = null!;

    private CoordinationClient Author => _advising.Author.Client;

    public async Task InitializeAsync()
    {
        await _system.InitializeAsync();
        _advising = await Advising.BeginAsync(_system);
    }

    public async Task DisposeAsync()
    {
        _advising.Dispose();
        await _system.DisposeAsync();
    }

    [Fact]
    public async Task Two_of_five_are_found_by_what_they_have_and_a_revision_that_narrows_the_products_releases_one()
    {
        await HasAsync("alma", "vendor,name,version\nExample,Gateway,4.1");
        await HasAsync("boreal", "cpe\ncpe:2.3:a:example:gateway:4.2:*:*:*:*:*:*:*");
        await HasAsync("cordis", "vendor,name,version\nExample,Gateway,4.3");
        await HasAsync("dune", "purl\npkg:generic/example/printer@1.0");
        await HasAsync("etal", "name\nSomething else");
        var content = Advising.Content("Flaw in a product that two have", call: false) with
        {
            Products = [new() { Id = "P1", Vendor = "Example", Name = "Gateway", Versions = "vers:generic/<4.2.1", Cpe = "cpe:2.3:a:example:gateway:*:*:*:*:*:*:*:*" }],
        };
        var id = AdvisoryId.Of((await Author.DraftAdvisoryAsync(new(content))).Id);

        await _advising.MatchUntilAsync(id, "alma", "boreal");
        var draft = (await _system.Ada.AdvisoryAsync(id.Value)).Draft!;
        Assert.Equal("has Example Gateway 4.1: Example Gateway (vers:generic/<4.2.1), by name", Reason(draft.Recipients, "alma"));
        Assert.Equal("has cpe:2.3:a:example:gateway:4.2:*:*:*:*:*:*:*: Example Gateway (vers:generic/<4.2.1), by CPE", Reason(draft.Recipients, "boreal"));
        Assert.False(draft.MatchIsOld);

        // People have the last word: one is put in by hand, and matching again leaves it there.
        await Author.AddRecipientsAsync(id, new() { Institutions = [InstitutionId.Of("etal")] });
        await Author.EditAdvisoryAsync(id, content with { Summary = "Clearer." });
        Assert.True((await _system.Ada.AdvisoryAsync(id.Value)).Draft!.MatchIsOld);
        await _advising.MatchUntilAsync(id, "alma", "boreal", "etal");
        await PublishAsync(id);
        foreach (var one in new[] { "alma", "boreal", "etal" })
        {
            await _advising.UntilAsync(id, one, at => at.State == AddresseeState.Sent);
        }

        // The vendor says that 4.2 never had it.
        await Author.ReviseAdvisoryAsync(id);
        await Author.EditAdvisoryAsync(id, content with { Products = [content.Products[0] with { Versions = "vers:generic/<4.2" }] });
        await _advising.MatchUntilAsync(id, "alma", "etal");
        await PublishAsync(id, "4.2 is not affected.");

        await _advising.UntilAsync(id, "boreal", at => at.State == AddresseeState.Released);
        Assert.Equal("revision 2 no longer concerns it", (await _advising.AtAsync(id, "boreal")).ReleasedBecause);
        Assert.Equal(["alma", "etal"], (await _system.Ada.AdvisoryReportAsync(id)).Addressees.Where(one => one.State != AddresseeState.Released).Select(one => one.Institution.Id.Value));
        Assert.Empty(await _system.Ada.ParkedAsync());
    }

    [Fact]
    public async Task Networks_and_groups_are_matched_too_and_who_was_taken_out_stays_out()
    {
        var institutions = await _system.Ada.InstitutionsAsync();
        var alma = institutions.Single(one => one.Id.Value == "alma");
        var network = alma.Assets.First(asset => asset.Kind == AssetKind.Network).Value;
        var group = institutions.Single(one => one.Id.Value == "boreal").Kind!;
        var ofGroup = institutions.Where(one => one.Kind == group).Select(one => one.Id.Value).ToArray();
        var id = AdvisoryId.Of((await Author.DraftAdvisoryAsync(new(Advising.Content("Scans of networks", call: false)))).Id);
        // Of the wider network, which is another's as well, only their own part is theirs to read.
        var criteria = new MatchCriteria { Products = false, Networks = [network, "192.0.2.0/26"], Groups = [group] };

        await Author.MatchRecipientsAsync(id, criteria);
        var recipients = (await _system.Ada.AdvisoryAsync(id.Value)).Draft!.Recipients;
        Assert.Equal(ofGroup.Append("alma").Distinct().Order(StringComparer.Ordinal), recipients.Select(one => one.Institution.Id.Value).Order(StringComparer.Ordinal));
        Assert.Contains($"has the network {network}", recipients.Single(one => one.Institution.Id.Value == "alma").Reasons.Select(reason => reason.Text));
        Assert.DoesNotContain(recipients.SelectMany(one => one.Reasons), reason => reason.Text.Contains("192.0.2.0/26", StringComparison.Ordinal));
        Assert.Contains($"belongs to the group {group}", recipients.Single(one => one.Institution.Id.Value == "boreal").Reasons.Select(reason => reason.Text));

        await Author.RemoveRecipientsAsync(id, new([InstitutionId.Of("alma")]));
        await Author.MatchRecipientsAsync(id, criteria);
        Assert.True((await _system.Ada.AdvisoryAsync(id.Value)).Draft!.Recipients.Single(one => one.Institution.Id.Value == "alma").Removed);
        Assert.Equal("advisory.nothing-to-match", (await Assert.ThrowsAsync<ProblemException>(() => Author.MatchRecipientsAsync(id, new() { Products = false }))).Problem.Code);
    }

    [Fact]
    public async Task What_an_import_would_do_is_shown_first_and_a_bad_line_costs_nothing_that_is_there()
    {
        var alma = InstitutionId.Of("alma");
        await _system.Ada.ReplaceInventoryAsync(alma, new([new() { Name = "Gateway", Version = "4.1" }, new() { Name = "Printer" }]));
        var before = await _system.Ada.InventoryAsync(alma);
        const string Bad = "name,version,cpe,owner\nGateway,4.2,,me\nScanner,1,cpe:/a:x,me\n\"Half,1,,me\nMixer,,,me";

        var shown = await _system.Ada.ImportInventoryAsync(alma, Bad, dryRun: true);
        Assert.Equal(before.Version, (await _system.Ada.InventoryAsync(alma)).Version);
        // A line that is repeated is told and hinders nothing.
        var twice = await _system.Ada.ImportInventoryAsync(alma, "name,version\nGateway,4.1\nGateway,4.1", dryRun: true);
        Assert.Equal((3, 0, "Printer"), (Assert.Single(twice.Repeated).Line, twice.Refused.Count, Assert.Single(twice.Diff.Removed).Name));
        Assert.Equal([3, 4], shown.Refused.Select(one => one.Line));
        Assert.Equal(["owner"], shown.NotTaken);
        Assert.Equal((2, 0, 0, 2, false), (shown.Diff.Added.Count, shown.Diff.Removed.Count, shown.Diff.Changed.Count, shown.Diff.Kept.Count, shown.Applied));

        var clean = await _system.Ada.ImportInventoryAsync(alma, "name,version\nGateway,4.2\nMixer,", dryRun: true);
        Assert.Equal("4.1", Assert.Single(clean.Diff.Changed).Before.Version);
        Assert.Equal("Printer", Assert.Single(clean.Diff.Removed).Name);
        var done = await _system.Ada.ImportInventoryAsync(alma, "name,version\nGateway,4.2\nMixer,", dryRun: false, asked: Asked.If(clean.Version));
        Assert.True(done.Applied);
        Assert.Equal(["Gateway 4.2", "Mixer "], (await _system.Ada.InventoryAsync(alma)).Products.Select(one => $"{one.Name} {one.Version}"));

        // What was shown is no longer what would be done.
        var late = await Assert.ThrowsAsync<ProblemException>(() => _system.Ada.ImportInventoryAsync(alma, "name\nMixer", dryRun: false, asked: Asked.If(clean.Version)));
        Assert.Equal("inventory.changed", late.Problem.Code);
        Assert.Equal("inventory.header-missing", (await Assert.ThrowsAsync<ProblemException>(() => _system.Ada.ImportInventoryAsync(alma, " \n", dryRun: true))).Problem.Code);
        Assert.Equal("inventory.header-unknown", (await Assert.ThrowsAsync<ProblemException>(() => _system.Ada.ImportInventoryAsync(alma, "a,b\n1,2", dryRun: true))).Problem.Code);
        Assert.Equal("inventory.too-many", (await Assert.ThrowsAsync<ProblemException>(()
            => _system.Ada.ImportInventoryAsync(alma, "name\n" + string.Join('\n', Enumerable.Range(0, 5_001).Select(number => $"P{number}")), dryRun: true))).Problem.Code);
        using var body = new StringContent("name\nMixer", Encoding.UTF8, "text/plain");
        using var answer = await _advising.Author.Http.PostAsync(new Uri($"{Routes.Institutions}/alma/inventory/import", UriKind.Relative), body);
        Assert.Equal(HttpStatusCode.UnsupportedMediaType, answer.StatusCode);
    }

    [Fact]
    public async Task An_institution_knows_and_changes_what_it_has_itself_and_nothing_of_others()
    {
        using var manager = await Someone.InviteAsync(_system, Role.InstitutionManager, false, "alma");
        using var responder = await Someone.InviteAsync(_system, Role.InstitutionResponder, false, "alma");
        using var partner = await Someone.InviteAsync(_system, Role.Partner, false, null);
        using var analyst = await Someone.InviteAsync(_system, Role.Analyst, false, null);
        await HasAsync("alma", "vendor,name\ncanaryalma,Gateway");
        await HasAsync("boreal", "vendor,name\ncanaryboreal,Gateway");
        var content = Advising.Content("Both have it", call: false, Tlp.Clear) with { Products = [new() { Id = "P1", Name = "Gateway" }], Vulnerabilities = [] };
        var id = AdvisoryId.Of((await Author.DraftAdvisoryAsync(new(content))).Id);
        await _advising.MatchUntilAsync(id, "alma", "boreal");
        await PublishAsync(id);
        await _advising.UntilAsync(id, "alma", one => one.State == AddresseeState.Sent);

        Assert.Equal(InstitutionId.Of("alma"), (await manager.Client.MeAsync())!.Institution);
        Assert.Equal("canaryalma", Assert.Single((await responder.Client.InventoryAsync(InstitutionId.Of("alma"))).Products).Vendor);
        await manager.Client.ImportInventoryAsync(InstitutionId.Of("alma"), "name\nMixer", dryRun: false, part: true);
        Assert.Equal(2, (await manager.Client.InventoryAsync(InstitutionId.Of("alma"))).Products.Count);

        // Why it matched is told of oneself only.
        var own = (await manager.Client.AdvisoryAsync(id.Value)).Summary.Own!;
        Assert.Equal("has canaryalma Gateway: Gateway, by name", Assert.Single(own.Reasons).Text);
        var found = new List<string>();
        foreach (var one in new[] { manager, responder, partner })
        {
            foreach (var route in Doors.All.Keys.Where(route => route.StartsWith("GET /api/", StringComparison.Ordinal)))
            {
                foreach (var (thing, institution) in new[] { (id.Value, "boreal"), ("boreal", "boreal"), ("alma", "alma") })
                {
                    var path = route["GET ".Length..].Replace("{idOrNumber}", thing, StringComparison.Ordinal).Replace("{id}", thing, StringComparison.Ordinal).Replace("{institution}", institution, StringComparison.Ordinal);
                    using var answer = await one.Http.GetAsync(new Uri(path, UriKind.Relative));
                    var text = await answer.Content.ReadAsStringAsync();
                    if (text.Contains("canaryboreal", StringComparison.Ordinal) || (one == partner && text.Contains("canary", StringComparison.Ordinal)))
                    {
                        found.Add($"{one.Name} found it at {path}.");
                    }
                }
            }
        }

        Assert.True(found.Count == 0, string.Join(Environment.NewLine, found));
        foreach (var (one, institution, status) in new[] { (manager, "boreal", 404), (responder, "boreal", 403), (responder, "alma", 403), (partner, "alma", 403), (analyst, "alma", 403) })
        {
            using var json = new StringContent("""{"products":[]}""", Encoding.UTF8, "application/json");
            using var csv = new StringContent("name\nMixer", Encoding.UTF8, "text/csv");
            using var put = await one.Http.PutAsync(new Uri($"{Routes.Institutions}/{institution}/inventory", UriKind.Relative), json);
            using var post = await one.Http.PostAsync(new Uri($"{Routes.Institutions}/{institution}/inventory/import", UriKind.Relative), csv);
            Assert.Equal((status, status), ((int)put.StatusCode, (int)post.StatusCode));
        }

        Assert.Equal("institution.unknown", (await Assert.ThrowsAsync<ProblemException>(() => manager.Client.InventoryAsync(InstitutionId.Of("boreal")))).Problem.Code);
        Assert.Equal("canaryboreal", Assert.Single((await analyst.Client.InventoryAsync(InstitutionId.Of("boreal"))).Products).Vendor);
    }

    private static string Reason(IReadOnlyList<RecipientView> recipients, string institution)
        => Assert.Single(recipients.Single(one => one.Institution.Id.Value == institution).Reasons).Text;

    private async Task HasAsync(string institution, string csv) => await _system.Ada.ImportInventoryAsync(InstitutionId.Of(institution), csv, dryRun: false);

    private async Task PublishAsync(AdvisoryId id, string? summary = null)
    {
        await Author.SubmitAdvisoryAsync(id);
        await _system.Ada.PublishAdvisoryAsync(id, new(summary));
    }
}
