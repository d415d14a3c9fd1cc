using System.Diagnostics;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Coordination.Connectors.Csaf;
using Coordination.Contracts;
using Coordination.Contracts.Access;
using Coordination.Contracts.Advisories;
using Coordination.Contracts.Client;
using Coordination.Contracts.Incidents;

namespace Coordination.Scenarios;

/// <summary>The CERT as a CSAF trusted provider, and documents of others on their way in and out again.</summary>
public sealed class When_advisories_are_published_as_csaf : IAsyncLifetime
{
    private readonly RunningSystem _system = new()
    {
        Settings =
        [
            "--Coordination:Csaf:Name=Example CERT", "--Coordination:Csaf:Namespace=https://cert.example", "--Coordination:Csaf:Contact=mailto:cert@cert.example",
            "--Coordination:SecurityTxt:Contact:0=mailto:security@cert.example", "--Coordination:PublicAddress=https://csaf.cert.example",
        ],
    };

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

    [Fact]
    public async Task A_stranger_finds_what_is_white_from_the_metadata_to_a_signature_that_gnupg_accepts()
    {
        var number = (await _advising.PublishAsync(Advising.Content("A flaw for everybody", call: false, Tlp.Clear), to: "alma")).Summary.Number;
        var exercise = (await _advising.PublishAsync(Advising.Content("canary-exercise", call: false, Tlp.Clear), exercise: true, to: "alma")).Summary.Number;
        using var stranger = _system.Http();
        Assert.Contains("CSAF: https://csaf.cert.example/.well-known/csaf/provider-metadata.json", await stranger.GetStringAsync(Here("/.well-known/security.txt")), StringComparison.Ordinal);

        var metadata = JsonNode.Parse(await stranger.GetStringAsync(Here("/.well-known/csaf/provider-metadata.json")))!;
        Assert.Equal(("csaf_trusted_provider", "2.0", "https://csaf.cert.example/.well-known/csaf/provider-metadata.json"), ((string?)metadata["role"], (string?)metadata["metadata_version"], (string?)metadata["canonical_url"]));
        Assert.Equal(("coordinator", "Example CERT", "https://cert.example"), ((string?)metadata["publisher"]!["category"], (string?)metadata["publisher"]!["name"], (string?)metadata["publisher"]!["namespace"]));
        var feeds = metadata["distributions"]![1]!["rolie"]!["feeds"]!.AsArray();
        Assert.Equal(["WHITE", "GREEN", "AMBER", "RED"], feeds.Select(feed => (string)feed!["tlp_label"]!));

        var feed = JsonNode.Parse(await stranger.GetStringAsync(Near((string)feeds[0]!["url"]!)))!["feed"]!;
        Assert.Equal(("urn:ietf:params:rolie:category:information-type", "csaf"), ((string?)feed["category"]![0]!["scheme"], (string?)feed["category"]![0]!["term"]));
        var entry = Assert.Single(feed["entry"]!.AsArray())!;
        Assert.Equal((number, "2.0", "application/json"), ((string?)entry["id"], (string?)entry["format"]!["version"], (string?)entry["content"]!["type"]));
        var links = entry["link"]!.AsArray().Select(link => (Rel: (string)link!["rel"]!, Href: (string)link["href"]!)).ToArray();
        Assert.Equal(["self", "hash", "hash", "signature"], links.Select(link => link.Rel));
        Assert.Equal(links[0].Href, (string?)entry["content"]!["src"]);
        var year = _system.Clock.GetUtcNow().Year;
        Assert.Equal($"https://csaf.cert.example/csaf/white/{year}/{number.ToLowerInvariant()}.json", links[0].Href);

        var document = await stranger.GetByteArrayAsync(Near(links[0].Href));
        Assert.Empty(CsafDocument.Check(document));
        Assert.Contains(JsonNode.Parse(document)!["document"]!["references"]!.AsArray(), reference => (string?)reference!["category"] == "self" && (string?)reference["url"] == links[0].Href);
        Assert.StartsWith(Convert.ToHexStringLower(SHA256.HashData(document)) + " ", await stranger.GetStringAsync(Near(links[1].Href)), StringComparison.Ordinal);
        Assert.StartsWith(Convert.ToHexStringLower(SHA512.HashData(document)) + " ", await stranger.GetStringAsync(Near(links[2].Href)), StringComparison.Ordinal);
        var key = await stranger.GetStringAsync(Near((string)metadata["public_openpgp_keys"]![0]!["url"]!));
        await GnupgAcceptsAsync(key, document, await stranger.GetStringAsync(Near(links[3].Href)), (string)metadata["public_openpgp_keys"]![0]!["fingerprint"]!);

        Assert.Equal($"{year}/{number.ToLowerInvariant()}.json\n", await stranger.GetStringAsync(Here("/csaf/white/index.txt")));
        Assert.Equal($"\"{year}/{number.ToLowerInvariant()}.json\",\"{(string)entry["updated"]!}\"\n", await stranger.GetStringAsync(Here("/csaf/white/changes.csv")));
        foreach (var other in new[] { "service.json", "category.json" })
        {
            Assert.NotNull(JsonNode.Parse(await stranger.GetStringAsync(Here($"/csaf/white/{other}"))));
        }

        Assert.Equal(HttpStatusCode.NotFound, (await stranger.GetAsync(Here($"/csaf/white/{year}/{exercise.ToLowerInvariant()}.json"))).StatusCode);
    }

    [Fact]
    public async Task No_word_of_another_label_stands_at_a_white_door_and_an_institution_finds_only_its_own()
    {
        var year = _system.Clock.GetUtcNow().Year;
        var planted = new List<(string Number, string Word, Tlp Tlp, string To)>();
        foreach (var tlp in Enum.GetValues<Tlp>())
        {
            foreach (var to in new[] { "alma", "boreal" })
            {
                var word = $"canary{tlp}{to}".ToLowerInvariant();
                planted.Add(((await _advising.PublishAsync(Advising.Content(word, call: false, tlp), to: to)).Summary.Number, word, tlp, to));
            }
        }

        foreach (var (_, _, _, to) in planted)
        {
            await RunningSystem.UntilAsync(async () => (await _system.Ada.AdvisoriesAsync($"institution:{to}")).Items.Count >= 5);
        }

        using var alma = await Someone.InviteAsync(_system, Role.InstitutionResponder, false, "alma");
        using var officer = await Someone.InviteAsync(_system, Role.Officer, false, null);
        using var admin = await Someone.InviteAsync(_system, Role.Administrator, false, null);
        using var stranger = _system.Http();
        string[] white = ["/.well-known/csaf/provider-metadata.json", .. new[] { "feed-tlp-white.json", "index.txt", "changes.csv", "service.json", "category.json" }.Select(file => $"/csaf/white/{file}"), .. Documents("white")];
        foreach (var path in white)
        {
            var text = await stranger.GetAsync(Here(path)) is var answer && answer.IsSuccessStatusCode ? await answer.Content.ReadAsStringAsync() : "";
            Assert.All(planted.Where(one => one.Tlp != Tlp.Clear), one => Assert.False(text.Contains(one.Word, StringComparison.Ordinal) || text.Contains(one.Number, StringComparison.OrdinalIgnoreCase), $"{one.Word} at {path}"));
        }

        foreach (var label in new[] { "green", "amber", "red" })
        {
            foreach (var path in new[] { $"/csaf/{label}/feed-tlp-{label}.json", $"/csaf/{label}/index.txt", $"/csaf/{label}/changes.csv" }.Concat(Documents(label)))
            {
                Assert.Equal(HttpStatusCode.Unauthorized, (await stranger.GetAsync(Here(path))).StatusCode);
                Assert.Equal(HttpStatusCode.Forbidden, (await admin.Http.GetAsync(Here(path))).StatusCode);
                foreach (var one in new[] { alma, officer })
                {
                    using var answer = await one.Http.GetAsync(Here(path));
                    var text = await answer.Content.ReadAsStringAsync();
                    var found = planted.Where(other => text.Contains(other.Word, StringComparison.Ordinal)).ToArray();
                    Assert.All(found, other => Assert.Equal(label, CsafNames.LabelOf(other.Tlp).ToLowerInvariant()));
                    Assert.All(found, other => Assert.True(one == officer || (other.To == "alma" && other.Tlp != Tlp.Red), $"{one.Name} found {other.Word} at {path}"));
                }
            }

            Assert.Equal(label == "red" ? 4 : 2, (await officer.Http.GetStringAsync(Here($"/csaf/{label}/index.txt"))).Split('\n', StringSplitOptions.RemoveEmptyEntries).Length);
            Assert.Single((await alma.Http.GetStringAsync(Here($"/csaf/{label}/index.txt"))).Split('\n', StringSplitOptions.RemoveEmptyEntries));
        }

        // Who took what is strictly labelled is kept, and a feed tells no more of it than a list does.
        using var auditor = await Someone.InviteAsync(_system, Role.Auditor, false, null);
        var strict = planted.Single(one => one is { Tlp: Tlp.AmberStrict, To: "alma" }).Number;
        foreach (var one in new[] { officer, alma })
        {
            Assert.Contains((await auditor.Client.ReadingsAsync(actor: $"person/{one.Id}")).Items, reading => reading.Number == strict);
            Assert.DoesNotContain("remote code execution", await one.Http.GetStringAsync(Here("/csaf/red/feed-tlp-red.json")), StringComparison.Ordinal);
            Assert.Contains("remote code execution", await one.Http.GetStringAsync(Here("/csaf/amber/feed-tlp-amber.json")), StringComparison.Ordinal);
        }

        IEnumerable<string> Documents(string label) => planted.SelectMany(one => new[] { "", ".sha256", ".asc" }.Select(ending => $"/csaf/{label}/{year}/{one.Number.ToLowerInvariant()}.json{ending}"));
    }

    [Fact]
    public async Task A_vendors_document_becomes_a_draft_and_what_we_do_not_hold_is_given_back_when_it_is_published()
    {
        var first = await _advising.Author.Client.BringCsafAsync(Vendors("1", "A flaw"), "https://vendor.example/1.json");
        Assert.Equal((CsafReceiptStatus.Accepted, "Example Vendor", "EV-2026-1", "1"), (first.Status, first.Publisher, first.TrackingId, first.Version));
        AdvisoryView? view = null;
        await RunningSystem.UntilAsync(async () =>
        {
            try
            {
                return (view = await _system.Ada.AdvisoryAsync(Begun(first).Value)).Draft is not null;
            }
            catch (ProblemException)
            {
                return false;
            }
        });
        Assert.Equal(("A flaw", AdvisoryStatus.Draft, "CVE-2026-12345"), (view!.Draft!.Content.Title, view.Summary.Status, Assert.Single(view.Draft.Content.Vulnerabilities).Cve));

        Assert.Equal(CsafReceiptStatus.Known, (await _advising.Author.Client.BringCsafAsync(Vendors("1", "A flaw"))).Status);
        var other = await _advising.Author.Client.BringCsafAsync(Vendors("1", "A forged flaw"), "https://elsewhere.example/1.json");
        Assert.Equal(CsafReceiptStatus.Quarantined, other.Status);
        Assert.Contains("another content", other.Reason, StringComparison.Ordinal);
        var newer = await _advising.Author.Client.BringCsafAsync(Vendors("2", "A grave flaw"));
        Assert.Equal((CsafReceiptStatus.Newer, "The title is now: A grave flaw"), (newer.Status, Assert.Single(newer.Changes)));
        await RunningSystem.UntilAsync(async () => (await _system.Ada.AdvisoryAsync(Begun(first).Value)).Draft!.Content.Title == "A grave flaw");
        Assert.Equal(CsafReceiptStatus.Known, (await _advising.Author.Client.BringCsafAsync(Vendors("1", "A flaw"))).Status);

        // What people wrote is theirs.
        var content = (await _system.Ada.AdvisoryAsync(Begun(first).Value)).Draft!.Content;
        await _advising.Author.Client.EditAdvisoryAsync(Begun(first), content with { Title = "Ours", Tlp = Tlp.Clear });
        Assert.Equal(CsafReceiptStatus.Newer, (await _advising.Author.Client.BringCsafAsync(Vendors("3", "A graver flaw"))).Status);
        await _advising.Author.Client.SubmitAdvisoryAsync(Begun(first));
        await _system.Ada.PublishAdvisoryAsync(Begun(first), new());
        using var stranger = _system.Http();
        var path = (await stranger.GetStringAsync(Here("/csaf/white/index.txt"))).TrimEnd('\n');
        var document = JsonNode.Parse(await stranger.GetStringAsync(Here($"/csaf/white/{path}")))!;
        Assert.Equal(("Ours", "Finders", "EV-2026-1"), ((string?)document["document"]!["title"], (string?)document["document"]!["acknowledgments"]![0]!["organization"], (string?)document["document"]!["tracking"]!["aliases"]![0]));

        var listed = Assert.Single((await _system.Ada.CsafDocumentsAsync()).Items);
        Assert.Equal(("3", "WHITE", first.Advisory), (listed.Version, listed.Label, listed.Advisory));
        Assert.Equal(("1", "https://elsewhere.example/1.json"), (Assert.Single(listed.Quarantine).Version, listed.Quarantine[0].Origin));
        var received = await _advising.Author.Http.GetStringAsync(Here($"/api/v1/advisories/csaf/{listed.Id}"));
        Assert.Equal(Vendors("3", "A graver flaw"), received);

        using var broken = new StringContent(Vendors("4", "x").Replace("\"fixed\":[\"P2\"]", "\"fixed\":[\"NOWHERE\"]", StringComparison.Ordinal), Encoding.UTF8, "application/json");
        using var refused = await _advising.Author.Http.PostAsync(Here("/api/v1/advisories/csaf"), broken);
        var problem = JsonSerializer.Deserialize<Problem>(await refused.Content.ReadAsStringAsync(), Wire.Json)!;
        Assert.Equal((HttpStatusCode.BadRequest, "csaf-6.1.1", "/vulnerabilities/0/product_status/fixed/0"), (refused.StatusCode, problem.Code, problem.Field));
    }

    [Fact]
    public async Task The_page_for_print_bears_its_label_above_and_below_and_runs_nothing()
    {
        var advisory = await _advising.PublishAsync(Advising.Content("<script>alert(1)</script>", tlp: Tlp.AmberStrict), to: "alma");
        using var answer = await _advising.Author.Http.GetAsync(Here($"/api/v1/advisories/{advisory.Summary.Number}/page"));
        var page = await answer.Content.ReadAsStringAsync();

        Assert.Equal("text/html", answer.Content.Headers.ContentType!.MediaType);
        Assert.Equal(2, page.Split("TLP:AMBER&#x2B;STRICT").Length - 1 + (page.Split("TLP:AMBER+STRICT").Length - 1));
        Assert.Contains("<header><p class=\"label\">", page, StringComparison.Ordinal);
        Assert.Contains("<footer><p class=\"label\">", page, StringComparison.Ordinal);
        Assert.DoesNotContain("<script", page, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("&lt;script&gt;", page, StringComparison.Ordinal);
        using var boreal = await Someone.InviteAsync(_system, Role.InstitutionResponder, false, "boreal");
        Assert.Equal(HttpStatusCode.NotFound, (await boreal.Http.GetAsync(Here($"/api/v1/advisories/{advisory.Summary.Number}/page"))).StatusCode);
    }

    private static AdvisoryId Begun(CsafReceipt receipt) => receipt.Advisory!.Value;

    private static string Vendors(string version, string title)
    {
        var history = string.Join(',', Enumerable.Range(1, int.Parse(version, System.Globalization.CultureInfo.InvariantCulture)).Select(number => $$"""{"date":"2026-01-0{{number}}T10:00:00Z","number":"{{number}}","summary":"s"}"""));
        return $$$"""
            {"document":{"acknowledgments":[{"organization":"Finders"}],"category":"csaf_security_advisory","csaf_version":"2.0","distribution":{"tlp":{"label":"WHITE"}},"lang":"en",
            "notes":[{"category":"summary","text":"It is bad."}],"publisher":{"category":"vendor","name":"Example Vendor","namespace":"https://vendor.example"},"title":"{{{title}}}",
            "tracking":{"current_release_date":"2026-01-0{{{version}}}T10:00:00Z","id":"EV-2026-1","initial_release_date":"2026-01-01T10:00:00Z","revision_history":[{{{history}}}],"status":"final","version":"{{{version}}}"}},
            "product_tree":{"full_product_names":[{"name":"Gateway 1","product_id":"P1"},{"name":"Gateway 2","product_id":"P2"}]},
            "vulnerabilities":[{"cve":"CVE-2026-12345","notes":[{"category":"description","text":"Bad."}],"product_status":{"known_affected":["P1"],"fixed":["P2"]},
            "remediations":[{"category":"vendor_fix","details":"Update.","product_ids":["P1"]}]}]}
            """;
    }

    private static Uri Here(string path) => new(path, UriKind.Relative);

    private static Uri Near(string address) => new(new Uri(address).PathAndQuery, UriKind.Relative);

    private async Task GnupgAcceptsAsync(string key, byte[] document, string signature, string fingerprint)
    {
        var home = Directory.CreateTempSubdirectory("csaf-gpg-").FullName;
        try
        {
            foreach (var (file, bytes) in new[] { ("key.asc", Encoding.ASCII.GetBytes(key)), ("document.json", document), ("document.json.asc", Encoding.ASCII.GetBytes(signature)), ("forged.json", [.. document, (byte)' ']) })
            {
                await File.WriteAllBytesAsync(Path.Combine(home, file), bytes);
            }

            Assert.Equal(0, (await GpgAsync(home, "--import key.asc")).Code);
            Assert.Contains(fingerprint, (await GpgAsync(home, "--with-colons --fingerprint")).Output, StringComparison.Ordinal);
            var (code, said) = await GpgAsync(home, "--status-fd 1 --verify document.json.asc document.json");
            Assert.True(code == 0 && said.Contains("[GNUPG:] GOODSIG", StringComparison.Ordinal), said);
            Assert.NotEqual(0, (await GpgAsync(home, "--verify document.json.asc forged.json")).Code);
        }
        finally
        {
            Directory.Delete(home, recursive: true);
        }
    }

    private async Task<(int Code, string Output)> GpgAsync(string home, string arguments)
    {
        using var gpg = Process.Start(new ProcessStartInfo("gpg", $"--homedir {home} --batch --no-autostart --faked-system-time {_system.Clock.GetUtcNow().ToUnixTimeSeconds()} {arguments}") { WorkingDirectory = home, RedirectStandardOutput = true, RedirectStandardError = true })!;
        var (output, errors) = (gpg.StandardOutput.ReadToEndAsync(), gpg.StandardError.ReadToEndAsync());
        await gpg.WaitForExitAsync();
        return (gpg.ExitCode, await output + await errors);
    }
}
