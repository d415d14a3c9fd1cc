using System.Net;
using System.Text;
using Coordination.Contracts;
using Coordination.Contracts.Access;
using Coordination.Contracts.Advisories;
using Coordination.Contracts.Client;
using Coordination.Contracts.Retention;
using Coordination.Shared;

namespace Coordination.Scenarios;

/// <summary>A vendor's site is read as a CSAF provider: what is good arrives, what is bad is kept apart with its reason, and who is stopped goes on.</summary>
public sealed class When_a_provider_of_documents_is_read : IAsyncLifetime
{
    private static readonly ProviderId Vendor = ProviderId.Of("vendor");
    private readonly RunningSystem _system = new() { Settings = ["--Coordination:Fetch:AllowHttp=true", "--Coordination:Fetch:AllowedHosts:0=127.0.0.1"] };
    private readonly ProviderSite _site = ProviderSite.Start();

    public Task InitializeAsync() => _system.InitializeAsync();

    public async Task DisposeAsync()
    {
        await _system.DisposeAsync();
        await _site.DisposeAsync();
    }

    [Fact]
    public async Task One_bad_document_stops_no_other_and_stands_there_with_its_reason_until_it_is_good()
    {
        _site.Publish("good-1.json", ProviderSite.Document("EV-2026-1"));
        _site.Publish("good-2.json", ProviderSite.Document("EV-2026-2"));
        _site.Publish("dangling.json", Changed("EV-2026-3", "\"fixed\":[\"P2\"]", "\"fixed\":[\"NOWHERE\"]"));
        _site.Publish("hash.json", ProviderSite.Document("EV-2026-4"), hashed: [1]);
        _site.Publish("foreign.json", ProviderSite.Document("EV-2026-5", space: "https://other.example"));
        _site.Publish("twice.json", Changed("EV-2026-6", "\"csaf_version\":\"2.0\"", "\"csaf_version\":\"2.0\",\"csaf_version\":\"2.0\""));
        _site.Publish("deep.json", Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat("[", 100_000))));
        _site.Publish("utf16.json", Encoding.Unicode.GetBytes(Encoding.UTF8.GetString(ProviderSite.Document("EV-2026-7"))));
        _site.Publish("date.json", Changed("EV-2026-8", "2026-01-01T10:00:00Z", "2026-02-30T10:00:00Z"));
        _site.Publish("newer.json", Changed("EV-2026-9", "\"csaf_version\":\"2.0\"", "\"csaf_version\":\"2.1\""));

        var read = await ReadAsync();
        Assert.Equal((2, null, "Example Vendor", "https://vendor.example"), (read.Taken, read.Failure, read.Publisher, read.Namespace));
        Assert.Equal(
            [
                ("dangling.json", "csaf-6.1.1", false), ("date.json", "csaf-date", false), ("deep.json", "csaf-depth", false), ("foreign.json", "csaf-publisher", false), ("hash.json", "csaf-hash", true),
                ("newer.json", "csaf-version", false), ("twice.json", "csaf-duplicate-key", false), ("utf16.json", "csaf-encoding", false),
            ],
            read.Rejected.Select(one => (one.Url.Split('/')[^1], one.Code, one.Again)).OrderBy(one => one.Item1, StringComparer.Ordinal));
        Assert.All(read.Rejected, one => Assert.True(one.Reason.Length > 20 && one.At != default));
        Assert.Equal(["EV-2026-1", "EV-2026-2"], (await _system.Ada.CsafDocumentsAsync()).Items.Select(one => one.TrackingId).Order(StringComparer.Ordinal));

        // What has not changed is not asked for again; what is tried again and good now arrives.
        _site.Publish("hash.json", ProviderSite.Document("EV-2026-4"));
        _site.Asked.Clear();
        var again = await ReadAsync();
        Assert.Equal((3, 7), (again.Taken, again.Rejected.Count));
        Assert.DoesNotContain(_site.Asked, path => path.StartsWith("/csaf/good", StringComparison.Ordinal) || path.StartsWith("/csaf/deep", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_newer_version_shows_what_it_changes_and_an_officer_drafts_an_advisory_of_it()
    {
        _site.Publish("a.json", ProviderSite.Document("EV-2026-1"));
        await ReadAsync();
        _site.Publish("a.json", ProviderSite.Document("EV-2026-1", "2", "A grave flaw"), "2026-01-02T10:00:00Z");
        await ReadAsync();

        var document = Assert.Single((await _system.Ada.CsafDocumentsAsync()).Items);
        Assert.Equal(("2", "The title is now: A grave flaw", null), (document.Version, Assert.Single(document.Changes), document.Advisory));
        var begun = await _system.Ada.DraftFromDocumentAsync(document.Id);
        Assert.Equal(begun.Number, (await _system.Ada.DraftFromDocumentAsync(document.Id)).Number);
        await RunningSystem.UntilAsync(async () => (await _system.Ada.AdvisoriesAsync()).Items.Any(one => one.Number == begun.Number));
        Assert.Equal("A grave flaw", (await _system.Ada.AdvisoryAsync(begun.Id)).Draft!.Content.Title);

        // The same version with another content: kept apart, and shown at the provider.
        _site.Publish("a.json", ProviderSite.Document("EV-2026-1", "2", "A forged flaw"), "2026-01-03T10:00:00Z");
        Assert.Equal("csaf-same-version", Assert.Single((await ReadAsync()).Rejected).Code);
        Assert.Single((await _system.Ada.CsafDocumentsAsync(quarantined: true)).Items);
    }

    [Fact]
    public async Task Who_is_stopped_in_the_middle_goes_on_and_takes_each_document_once()
    {
        var (reached, gate) = (new TaskCompletionSource(), new TaskCompletionSource());
        foreach (var number in Enumerable.Range(1, 6))
        {
            _site.Publish($"{number}.json", ProviderSite.Document($"EV-2026-{number}"));
        }

        _site.Before = async path =>
        {
            if (path == "/csaf/4.json")
            {
                reached.TrySetResult();
                await gate.Task;
            }
        };
        await _system.Ada.PutCsafProviderAsync(Vendor, Settings());
        await _system.Ada.ReadCsafProviderAsync(Vendor);
        await reached.Task.WaitAsync(TimeSpan.FromSeconds(60));
        await _system.StopAsync();
        gate.SetResult();
        await _system.StartAsync();
        // What a stopped process held is due again when its lease is over.
        await _system.MoveUntilAsync(async () => !(await AtAsync()).Reading);

        Assert.Equal((null, 0), ((await AtAsync()).Failure, (await AtAsync()).Rejected.Count));
        Assert.Equal(6, (await _system.Ada.CsafDocumentsAsync()).Items.Count);
        Assert.All((await _system.Ada.CsafDocumentsAsync()).Items, one => Assert.Equal(["1"], one.Versions));
    }

    [Fact]
    public async Task It_is_read_by_the_clock_and_only_where_somebody_allows_it()
    {
        _site.Publish("a.json", ProviderSite.Document("EV-2026-1"), "2026-01-01T10:00:00Z");
        _site.Publish("old.json", ProviderSite.Document("EV-2025-1"), "2025-01-01T10:00:00Z");
        await _system.Ada.PutCsafProviderAsync(Vendor, Settings() with { EveryHours = 6, Since = new(2026, 1, 1), Draft = true });
        await RunningSystem.UntilAsync(async () => (await AtAsync()).DoneAt is not null);
        Assert.DoesNotContain("/csaf/old.json", _site.Asked);
        await RunningSystem.UntilAsync(async () => (await _system.Ada.AdvisoriesAsync()).Items.Any(one => one.Title == "A flaw"));

        _site.Publish("b.json", ProviderSite.Document("EV-2026-2"));
        _system.Clock.Advance(TimeSpan.FromHours(6.1));
        await _system.MoveUntilAsync(async () => (await AtAsync()).Taken == 2);

        using var officer = await Someone.InviteAsync(_system, Role.Officer, false, null);
        using var admin = await Someone.InviteAsync(_system, Role.Administrator, false, null);
        using var alma = await Someone.InviteAsync(_system, Role.InstitutionResponder, false, "alma");
        Assert.Equal(HttpStatusCode.Forbidden, (await Assert.ThrowsAsync<ProblemException>(() => officer.Client.PutCsafProviderAsync(Vendor, Settings()))).Status);
        Assert.Equal(HttpStatusCode.Forbidden, (await Assert.ThrowsAsync<ProblemException>(() => admin.Client.CsafDocumentsAsync())).Status);
        Assert.Equal(HttpStatusCode.Forbidden, (await Assert.ThrowsAsync<ProblemException>(() => alma.Client.CsafDocumentsAsync())).Status);
        Assert.Equal(HttpStatusCode.Forbidden, (await Assert.ThrowsAsync<ProblemException>(() => alma.Client.CsafProvidersAsync())).Status);
    }

    [Fact]
    public async Task What_nobody_drafted_from_goes_by_its_rule_and_a_newer_version_arrives_all_the_same()
    {
        _site.Publish("a.json", ProviderSite.Document("EV-2026-1", title: "canary-erased"));
        _site.Publish("b.json", ProviderSite.Document("EV-2026-2"));
        await ReadAsync();
        await _system.Ada.DraftFromDocumentAsync((await _system.Ada.CsafDocumentsAsync()).Items.Single(one => one.TrackingId == "EV-2026-2").Id);
        await _system.Ada.SetRetentionAsync(new([new(RetentionOf.ReceivedDocuments, 30)]));
        _system.Clock.Advance(TimeSpan.FromDays(31));
        // Her session has ended long since.
        await _system.StopAsync();
        await _system.StartAsync();
        await RunningSystem.UntilAsync(async () => (await _system.Ada.RetentionDueAsync())[0].Count == 1);
        await _system.Ada.RunRetentionAsync();
        await RunningSystem.UntilAsync(async () => (await _system.Ada.ErasuresAsync()).Items is [{ DoneAt: not null, What: "documents" }]);
        Assert.Equal("EV-2026-2", Assert.Single((await _system.Ada.CsafDocumentsAsync()).Items).TrackingId);
        Assert.Empty((await ReadAsync()).Rejected);
        Assert.Single((await _system.Ada.CsafDocumentsAsync()).Items);

        _site.Publish("a.json", ProviderSite.Document("EV-2026-1", "2"), "2026-01-02T10:00:00Z");
        Assert.Empty((await ReadAsync()).Rejected);
        Assert.Equal("2", (await _system.Ada.CsafDocumentsAsync()).Items.Single(one => one.TrackingId == "EV-2026-1").Version);
    }

    [Fact]
    public async Task A_listing_without_dates_is_read_again_each_time_and_what_was_not_there_once_arrives_later()
    {
        _site.Describe(directory: true);
        _site.Publish("a.json", ProviderSite.Document("EV-2026-1"), "");
        _site.Files["/csaf/b.json"] = (404, [], null);
        _site.Put("/csaf/changes.csv", "\"a.json\",\"\"\n\"b.json\",\"\"\n\"c.json\",\"\"\n"u8.ToArray());
        _site.Files["/csaf/c.json"] = (302, [], "//");
        var first = await ReadAsync();
        Assert.Equal((1, null), (first.Taken, first.Failure));
        Assert.Equal([("b.json", true), ("c.json", true)], first.Rejected.Select(one => (one.Url.Split('/')[^1], one.Again)));

        _site.Publish("a.json", ProviderSite.Document("EV-2026-1", "2"), "");
        _site.Publish("b.json", ProviderSite.Document("EV-2026-2"), "");
        _site.Publish("c.json", ProviderSite.Document("EV-2026-3"), "");
        var second = await ReadAsync();
        Assert.Equal((4, 0, null), (second.Taken, second.Rejected.Count, second.Failure));
        Assert.Equal("2", (await _system.Ada.CsafDocumentsAsync()).Items.Single(one => one.TrackingId == "EV-2026-1").Version);
    }

    [Fact]
    public async Task A_site_that_is_no_provider_is_shown_as_such()
    {
        _site.Files.TryRemove("/feed.json", out _);
        Assert.Contains("answers 404", (await ReadAsync()).Failure, StringComparison.Ordinal);
        _site.Put("/feed.json", "[]"u8.ToArray());
        Assert.Contains("no ROLIE feed", (await ReadAsync()).Failure, StringComparison.Ordinal);
        _site.Publish("a.json", ProviderSite.Document("EV-2026-1"));
        await ReadAsync();
        _site.Describe(space: "https://other.example");
        Assert.Contains("now says that it is https://other.example", (await ReadAsync()).Failure, StringComparison.Ordinal);
    }

    private ProviderRequest Settings() => new() { Name = "Example Vendor", Address = _site.Metadata };

    private async Task<ProviderView> AtAsync() => (await _system.Ada.CsafProvidersAsync()).Items.Single(one => one.Id == Vendor);

    private async Task<ProviderView> ReadAsync()
    {
        await _system.Ada.PutCsafProviderAsync(Vendor, Settings());
        await _system.Ada.ReadCsafProviderAsync(Vendor);
        await RunningSystem.UntilAsync(async () => !(await AtAsync()).Reading);
        return await AtAsync();
    }

    private static byte[] Changed(string id, string what, string into) => Encoding.UTF8.GetBytes(Encoding.UTF8.GetString(ProviderSite.Document(id)).Replace(what, into, StringComparison.Ordinal));
}
