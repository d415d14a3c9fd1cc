using System.Text;
using Coordination.Connectors.Csaf;
using Coordination.Connectors.Fetch;
using Coordination.Shared;
using Microsoft.Extensions.Options;

namespace Coordination.Connectors.Tests.Csaf;

/// <summary>A provider that is right, and all the ways in which one is not.</summary>
public sealed class What_providers_of_others_serve : IAsyncDisposable
{
    private static readonly byte[] Flaw = ProviderSite.Document("EV-2026-1");
    private readonly ProviderSite _site = ProviderSite.Start();
    private readonly Fetcher _fetcher = Fetching(new() { AllowHttp = true, AllowPrivateNetworks = true, TimeoutSeconds = 20 });

    private ProviderReader Reader => new(_fetcher);

    public async ValueTask DisposeAsync()
    {
        _fetcher.Dispose();
        await _site.DisposeAsync();
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task What_is_listed_is_found_from_the_sites_address_and_fits_its_hash_and_signature(bool directory)
    {
        _site.Describe(directory);
        _site.Publish("old.json", ProviderSite.Document("EV-2025-9"), "2025-12-01T10:00:00Z");
        _site.Publish("new.json", Flaw);

        var contents = await Reader.ListAsync(new Uri(_site.Address), CancellationToken.None);
        Assert.Equal(("Example Vendor", "https://vendor.example"), (contents.Metadata!.Publisher, contents.Metadata.Namespace));
        Assert.Equal([$"{_site.Address}/csaf/new.json", $"{_site.Address}/csaf/old.json"], contents.Documents.Select(one => one.Url.AbsoluteUri));
        Assert.Equal(Flaw, (await Reader.ReadAsync(contents.Documents[0], contents.Keys, CancellationToken.None)).Bytes);
        Assert.Contains("/csaf/new.json.asc", _site.Asked);
    }

    [Fact]
    public async Task A_directory_without_changes_is_read_by_its_index_and_what_does_not_lie_beside_a_document_is_not_asked_of_it()
    {
        _site.Describe(directory: true);
        _site.Publish("new.json", Flaw);
        foreach (var path in new[] { "/csaf/changes.csv", "/csaf/new.json.sha256", "/csaf/new.json.sha512", "/csaf/new.json.asc" })
        {
            _site.Files.TryRemove(path, out _);
        }

        _site.Put("/csaf/index.txt", "new.json\nnotes.txt\n"u8.ToArray());
        var contents = await Reader.ListAsync(new Uri(_site.Metadata), CancellationToken.None);
        Assert.Equal(Flaw, (await Reader.ReadAsync(Assert.Single(contents.Documents), contents.Keys, CancellationToken.None)).Bytes);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_hash_of_something_else_and_a_signature_by_another_key_are_not_taken(bool directory)
    {
        _site.Describe(directory);
        _site.Publish("hash.json", Flaw, hashed: [.. Flaw, (byte)' ']);
        await RejectedAsync("csaf-hash", "is of something else", again: true);
        _site.Publish("hash.json", Flaw, by: OpenPgpKey.FromFile(Encoding.ASCII.GetBytes(OpenPgpKey.Make("Another", DateTimeOffset.UnixEpoch)), ""));
        await RejectedAsync("csaf-signature", "another key", again: true);
        _site.Publish("hash.json", Flaw);
        _site.Put("/csaf/hash.json.asc", "no signature at all"u8.ToArray());
        await RejectedAsync("csaf-signature", "another key", again: true);
        _site.Put("/csaf/hash.json.asc", Encoding.ASCII.GetBytes(_site.Key.PublicKey));
        await RejectedAsync("csaf-signature", "another key", again: true);
    }

    [Fact]
    public async Task A_key_whose_fingerprint_is_not_the_one_named_is_no_key()
    {
        _site.Describe(fingerprint: new string('A', 40));
        _site.Publish("a.json", Flaw);

        await RejectedAsync("csaf-signature", "no key", again: true);
    }

    [Fact]
    public async Task What_a_feed_says_lies_beside_a_document_must_be_there()
    {
        _site.Publish("a.json", Flaw);
        _site.Files.TryRemove("/csaf/a.json.asc", out _);
        await RejectedAsync("csaf-signature", "cannot be had", again: true);
        _site.Files.TryRemove("/csaf/a.json.sha256", out _);
        await RejectedAsync("csaf-hash", "cannot be had", again: true);
        _site.Files.TryRemove("/csaf/a.json", out _);
        await RejectedAsync("csaf-fetch", "answers 404", again: true);
    }

    [Fact]
    public async Task Who_redirects_for_ever_is_left()
    {
        _site.Publish("a.json", Flaw);
        _site.Files["/csaf/a.json"] = (302, [], "/csaf/b.json");
        _site.Files["/csaf/b.json"] = (301, [], "/csaf/a.json");

        await RejectedAsync("csaf-fetch", "redirects more than 3 times", again: true);
        Assert.Equal(4, _site.Asked.Count(path => path is "/csaf/a.json" or "/csaf/b.json"));
    }

    [Theory]
    [InlineData("//")]
    [InlineData("http://")]
    [InlineData("http://[::1")]
    public async Task A_redirect_to_what_is_no_address_is_a_reason(string location)
    {
        _site.Publish("a.json", Flaw);
        _site.Files["/csaf/a.json"] = (302, [], location);

        await RejectedAsync("csaf-fetch", "/csaf/a.json", again: true);
    }

    [Fact]
    public async Task An_address_of_numbers_has_no_names_below_it()
    {
        _site.Files.TryRemove("/.well-known/csaf/provider-metadata.json", out _);

        Assert.Contains("answers 404", (await Reader.ListAsync(new Uri(_site.Address), CancellationToken.None)).Failure, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_redirect_to_where_nobody_may_go_is_not_followed()
    {
        _site.Publish("a.json", Flaw);
        _site.Files["/csaf/a.json"] = (302, [], "http://169.254.169.254/latest/meta-data");

        await RejectedAsync("csaf-fetch", "may not be gone to", again: true);
        using var strict = Fetching(new() { AllowHttp = true });
        Assert.Contains("may not be gone to", (await new ProviderReader(strict).ListAsync(new Uri(_site.Metadata), CancellationToken.None)).Failure, StringComparison.Ordinal);
        using var secure = Fetching(new() { AllowPrivateNetworks = true });
        Assert.Contains("not https", (await new ProviderReader(secure).ListAsync(new Uri(_site.Metadata), CancellationToken.None)).Failure, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_feed_of_a_million_entries_is_refused_whole()
    {
        _site.Put("/feed.json", Encoding.UTF8.GetBytes("{\"feed\":{\"entry\":[" + string.Join(',', Enumerable.Repeat("{}", 1_000_000)) + "]}}"));
        Assert.Contains("more than 100,000 documents", (await Reader.ListAsync(new Uri(_site.Metadata), CancellationToken.None)).Failure, StringComparison.Ordinal);
        _site.Put("/feed.json", new byte[33 * 1024 * 1024]);
        Assert.Contains("is larger than", (await Reader.ListAsync(new Uri(_site.Metadata), CancellationToken.None)).Failure, StringComparison.Ordinal);
        _site.Describe(directory: true);
        _site.Put("/csaf/changes.csv", Encoding.UTF8.GetBytes(string.Concat(Enumerable.Range(0, 1_000_000).Select(number => $"{number}.json,\n"))));
        Assert.Contains("more than 100,000 documents", (await Reader.ListAsync(new Uri(_site.Metadata), CancellationToken.None)).Failure, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_document_without_end_is_read_no_further_than_its_limit()
    {
        _site.Publish("a.json", Flaw);
        _site.Put("/csaf/a.json", new byte[CsafLimits.Default.Bytes + 1]);

        await RejectedAsync("csaf-fetch", "is larger than", again: false);
    }

    [Theory]
    [InlineData("[]")]
    [InlineData("{\"metadata_version\":\"2.0\"}")]
    [InlineData("{\"metadata_version\":\"2.0\",\"publisher\":{\"name\":\"n\",\"namespace\":\"https://n\"},\"distributions\":[{\"rolie\":7},{\"directory_url\":\"ftp://n/\"},3]}")]
    [InlineData("{\"metadata_version\":\"1.0\"}")]
    [InlineData("{\"metadata_version\":\"2.0\",\"metadata_version\":\"2.0\"}")]
    [InlineData("\u0000")]
    public async Task Metadata_that_is_none_is_said_to_be_none(string text)
    {
        _site.Put("/.well-known/csaf/provider-metadata.json", Encoding.UTF8.GetBytes(text));

        Assert.True((await Reader.ListAsync(new Uri(_site.Metadata), CancellationToken.None)).Failure?.Length > 20);
    }

    [Fact]
    public async Task A_server_that_is_out_of_order_is_asked_again_another_time()
    {
        _site.Publish("a.json", Flaw);
        _site.Files["/csaf/a.json"] = (503, [], null);

        await RejectedAsync("csaf-fetch", "answers 503", again: true);
    }

    private async Task RejectedAsync(string code, string reason, bool again)
    {
        var contents = await Reader.ListAsync(new Uri(_site.Metadata), CancellationToken.None);
        var read = await Reader.ReadAsync(Assert.Single(contents.Documents), contents.Keys, CancellationToken.None);
        Assert.Null(read.Bytes);
        Assert.Equal((code, again), (read.Code, read.Again));
        Assert.Contains(reason, read.Reason, StringComparison.Ordinal);
    }

    private static Fetcher Fetching(FetchOptions options) => new(Options.Create(options), TimeProvider.System);
}
