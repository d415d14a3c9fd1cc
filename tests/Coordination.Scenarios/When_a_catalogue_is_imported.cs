using System.Net;
using System.Text;
using Coordination.Contracts;
using Coordination.Contracts.Access;
using Coordination.Contracts.Advisories;
using Coordination.Contracts.Client;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Coordination.Scenarios;

/// <summary>What others know to be exploited, and what they expect to be: imported from files and addresses, shown at each vulnerability, heard of by what is published.</summary>
public sealed class When_a_catalogue_is_imported : IAsyncLifetime
{
    private readonly RunningSystem _system = new() { Settings = ["--Coordination:Fetch:AllowHttp=true", "--Coordination:Fetch:AllowedHosts:0=127.0.0.1"] };
    private Advising _advising = null!;

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

    private string Today => $"{_system.Clock.GetUtcNow().UtcDateTime:yyyy-MM-dd}";

    [Fact]
    public async Task A_published_advisory_shows_at_each_vulnerability_who_lists_it_since_when_and_how_likely_it_is_exploited()
    {
        using var responder = await Someone.InviteAsync(_system, Role.InstitutionResponder, false, "alma");
        var advisory = await _advising.PublishAsync(Advising.Content("Soon exploited", call: false), to: ["alma"]);
        var id = advisory.Summary.Id;
        Assert.Empty(advisory.Known);
        await _advising.UntilAsync(id, "alma", one => one.State == AddresseeState.Sent);

        var dry = await ImportAsync(Cisa(Advising.Cve, "CVE-2025-2222"), dryRun: true);
        Assert.Equal((true, 2, 0, 0), (dry.DryRun, dry.Added, dry.Changed, dry.Gone));
        Assert.Empty(await _system.Ada.CataloguesAsync());
        var done = await ImportAsync(Cisa(Advising.Cve, "CVE-2025-2222"));
        Assert.Equal((Catalogue.Cisa, 2, 0, 0), (done.Catalogue, done.Added, done.Changed, done.Gone));
        await ImportAsync(Eu(Advising.Cve));
        await ImportAsync(Epss((Advising.Cve, "0.91234", "0.99871")));

        await RunningSystem.UntilAsync(async () => (await _system.Ada.AdvisoriesAsync("tag:exploited soon")).Items.Count == 1);
        foreach (var client in new[] { _system.Ada, responder.Client })
        {
            var known = Assert.Single((await client.AdvisoryAsync(id.Value)).Known);
            Assert.Equal([(KevCatalogue.Cisa, new DateOnly(2026, 1, 5), "kev.test"), (KevCatalogue.Eu, new DateOnly(2026, 1, 4), "kev.test (CNW)")], known.Listed.Select(one => (one.Mark.Catalogue, one.Mark.Date, one.Mark.Origin)));
            Assert.Equal((new DateOnly(2026, 1, 26), true), (known.Listed[0].Mark.DueDate, known.Listed[0].Mark.Ransomware));
            Assert.Equal((0.91234m, 0.99871m, Today, "kev.test"), (known.Scored!.Epss.Score, known.Scored.Epss.Percentile, $"{known.Scored.Epss.Date:yyyy-MM-dd}", known.Scored.Origin));
        }

        await RunningSystem.UntilAsync(async () => (await _system.Ada.AdvisoryTimelineAsync(id)).Items.Count(entry => entry.Text.Contains("is exploited", StringComparison.Ordinal)) == 2);
        await ImportAsync(Cisa(Advising.Cve, "CVE-2025-2222", "CVE-2025-3333"));
        var timeline = (await _system.Ada.AdvisoryTimelineAsync(id)).Items;
        Assert.Contains(timeline, entry => entry.Text == $"{Advising.Cve} is exploited: CISA KEV lists it since 2026-01-05, to be mended by 2026-01-26, used for ransomware");
        Assert.Equal([Catalogue.Cisa, Catalogue.Eu, Catalogue.Epss], (await _system.Ada.CataloguesAsync()).Select(one => one.Catalogue));

        // What is published after it was listed is marked too.
        var later = await _advising.PublishAsync(Advising.Content("Published later", call: false), to: ["alma"]);
        await RunningSystem.UntilAsync(async () => (await _system.Ada.AdvisoryAsync(later.Summary.Id.Value)).Summary.Exploited);
        Assert.Equal(2, (await _system.Ada.AdvisoryTimelineAsync(id)).Items.Count(entry => entry.Text.Contains("is exploited", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Another_days_scores_take_the_place_of_those_before_and_the_same_again_change_nothing()
    {
        var first = await ImportAsync(Epss(("CVE-2026-1000", "0.1", "0.2"), ("CVE-2026-2000", "0.1", "0.2")));
        var second = await ImportAsync(Epss(("CVE-2026-1000", "0.3", "0.4"), ("CVE-2026-3000", "0.1", "0.2")));
        var again = await ImportAsync(Epss(("CVE-2026-1000", "0.3", "0.4"), ("CVE-2026-3000", "0.1", "0.2")));

        Assert.Equal([(2, 0, 0), (1, 1, 1), (0, 0, 0)], new[] { first, second, again }.Select(one => (one.Added, one.Changed, one.Gone)));
        using var auditor = await Someone.InviteAsync(_system, Role.Auditor, false, null);
        await RunningSystem.UntilAsync(async () => (await auditor.Client.AuditAsync(new() { Kind = "catalogue", Event = "scores-deleted" })).Items.Count == 1);
        var advisory = await _advising.PublishAsync(Advising.Content("Scored", call: false) with { Vulnerabilities = [new() { Cve = "CVE-2026-1000" }] }, to: ["alma"]);
        Assert.Equal(0.3m, Assert.Single(advisory.Known).Scored!.Epss.Score);
    }

    [Fact]
    public async Task What_is_no_catalogue_is_refused_with_the_reason_and_a_bad_line_by_its_number()
    {
        Assert.Equal("catalogue.unknown", await RefusedAsync("<html>"));
        Assert.Equal("catalogue.depth", await RefusedAsync(new string('[', 100_000)));
        Assert.Equal("catalogue.duplicate-key", await RefusedAsync("{\"count\":1,\"count\":2}"));
        Assert.Equal("catalogue.version", await RefusedAsync("{\"schema\":9}"));
        Assert.Equal("catalogue.json", await RefusedAsync("[{\"cveID\":"));
        Assert.Equal("catalogue.empty", await RefusedAsync("[7,{},null]"));
        Assert.Equal("request.too-large", await RefusedAsync(new string(' ', CatalogueImport.MaxBytes + 1)));
        var some = await ImportAsync(Cisa(Advising.Cve, "no CVE"));
        Assert.Equal((1, 1, 6), (some.Added, some.RefusedCount, Assert.Single(some.Refused).Line));
        Assert.Equal("catalogue.older", await RefusedAsync(Cisa(Advising.Cve).Replace($"\"{Today}T", "\"2025-11-02T", StringComparison.Ordinal)));

        using var officer = await Someone.InviteAsync(_system, Role.Officer, false, null);
        using var body = new ByteArrayContent("{}"u8.ToArray());
        using var forbidden = await officer.Http.PostAsync(new Uri(Routes.Catalogues, UriKind.Relative), body);
        Assert.Equal(HttpStatusCode.Forbidden, forbidden.StatusCode);
        Assert.Single(await officer.Client.CataloguesAsync());
    }

    [Fact]
    public async Task An_address_is_fetched_by_the_rules_of_the_servers_own_connections()
    {
        await using var publisher = await PublishAsync();
        var at = publisher.Urls.First();
        var done = await _system.Ada.FetchCatalogueAsync(new($"{at}/kev.json?key=secret#top", Catalogue: Catalogue.Cisa));
        Assert.Equal((1, $"{at}/kev.json"), (done.Added, done.Origin));

        Assert.Equal("catalogue.other", await NotFetchedAsync(new($"{at}/kev.json", Catalogue: Catalogue.Epss)));
        Assert.Equal("catalogue.not-fetched", await NotFetchedAsync(new($"{at}/round")));
        Assert.Equal("catalogue.not-fetched", await NotFetchedAsync(new($"{at}/endless")));
        Assert.Equal("catalogue.not-fetched", await NotFetchedAsync(new(at.Replace("127.0.0.1", "localhost", StringComparison.Ordinal) + "/kev.json")));
        Assert.Equal("catalogue.not-fetched", await NotFetchedAsync(new("http://169.254.169.254/latest/meta-data")));
        Assert.Equal("catalogue.not-fetched", await NotFetchedAsync(new("file:///etc/passwd")));
        Assert.Equal("catalogue.address", await NotFetchedAsync(new("no address")));
    }

    [Fact]
    public async Task Scores_that_were_cut_off_on_their_way_replace_nothing()
    {
        var all = Enumerable.Range(1_000, 60).Select(number => ($"CVE-2026-{number}", "0.5", "0.5")).ToArray();
        await ImportAsync(Epss(all));

        Assert.Equal("catalogue.most-gone", await RefusedAsync(Epss(all[..20])));
        Assert.Equal(60, Assert.Single(await _system.Ada.CataloguesAsync()).Count);
    }

    private async Task<WebApplication> PublishAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        var app = builder.Build();
        app.MapGet("/kev.json", () => Cisa(Advising.Cve));
        app.MapGet("/round", (HttpContext http) => http.Response.Redirect("/round"));
        app.MapGet("/endless", async (HttpContext http) =>
        {
            var block = new byte[1 << 20];
            while (!http.RequestAborted.IsCancellationRequested)
            {
                await http.Response.Body.WriteAsync(block, http.RequestAborted);
            }
        });
        await app.StartAsync();
        return app;
    }

    private async Task<CatalogueImport> ImportAsync(string text, bool dryRun = false)
    {
        using var content = new MemoryStream(Encoding.UTF8.GetBytes(text));
        return await _system.Ada.ImportCatalogueAsync(content, "kev.test", dryRun: dryRun);
    }

    private async Task<string> RefusedAsync(string text) => (await Assert.ThrowsAsync<ProblemException>(() => ImportAsync(text))).Problem.Code!;

    private async Task<string> NotFetchedAsync(FetchCatalogueRequest request) => (await Assert.ThrowsAsync<ProblemException>(() => _system.Ada.FetchCatalogueAsync(request))).Problem.Code!;

    private string Cisa(params string[] cves) => $$"""
        {"title": "KEV",
        "catalogVersion": "{{Today.Replace('-', '.')}}",
        "dateReleased": "{{Today}}T08:00:00.0000Z", "count": {{cves.Length}},
        "vulnerabilities": [
        {{string.Join(",\n", cves.Select(cve => $$"""{"cveID":"{{cve}}","vendorProject":"Example","product":"Gateway","vulnerabilityName":"Flaw","dateAdded":"2026-01-05","shortDescription":"d","requiredAction":"a","dueDate":"2026-01-26","knownRansomwareCampaignUse":"Known"}"""))}}
        ]}
        """;

    private static string Eu(string cve)
        => $$"""[{"cveID":"{{cve}}","euvdID":"EUVD-2026-1","vendorProject":"Example","product":"Gateway","dateReported":"2026/01/04","originSource":"CNW","shortDescription":"d","exploitationType":["unknown"]}]""";

    private string Epss(params (string Cve, string Score, string Percentile)[] lines)
        => $"#model_version:v2026.01.01,score_date:{Today}T00:00:00Z\ncve,epss,percentile\n{string.Join('\n', lines.Select(line => $"{line.Cve},{line.Score},{line.Percentile}"))}\n";
}
