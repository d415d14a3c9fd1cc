using System.Globalization;
using System.Net;
using System.Text.Json.Nodes;
using Coordination.Contracts;

namespace Coordination.Scenarios.Exchange;

/// <summary>The status codes, media types, headers and errors of the specification.</summary>
public sealed class What_taxii_answers(RunningSystem system) : IClassFixture<RunningSystem>, IAsyncLifetime
{
    private const string Objects = TaxiiClient.Collections + "green/objects/";
    private const string Unknown = "indicator--00000000-17d4-4cbf-938f-98ee46b3cd3f";

    private readonly RunningSystem _system = system;
    private Shelf _shelf = null!;
    private TaxiiClient _machine = null!;

    public async Task InitializeAsync()
    {
        _shelf = await Shelf.MakeAsync(_system, Shelf.Facts(Tlp.Amber));
        _machine = _shelf.Machine();
        var origin = await _shelf.IncidentAsync();
        await _shelf.AddAsync([.. Enumerable.Range(1, 20).Select(number => Shelf.Object(number, "indicator", origin)), Shelf.Object(77, "ipv4-addr", origin, version: null)]);
    }

    public Task DisposeAsync()
    {
        _machine.Dispose();
        return Task.CompletedTask;
    }

    public static TheoryData<string, string, int, string?> Requests => new()
    {
        { "GET", "/taxii2/", 200, null },
        { "GET", "/taxii2/exchange/", 200, null },
        { "GET", "/taxii2/exchange/collections/", 200, null },
        { "GET", "/taxii2/exchange/collections/green/", 200, null },
        { "GET", "/taxii2/exchange/collections/green/manifest/", 200, null },
        { "GET", Objects, 200, null },
        { "GET", $"{Objects}{Known}/", 200, null },
        { "GET", $"{Objects}{Known}/versions/", 200, null },
        // Without the slash that every path ends in, and what is not there.
        { "GET", "/taxii2", 404, "path.unknown" },
        { "GET", "/taxii2/exchange/collections/green/objects", 404, "path.unknown" },
        { "DELETE", $"{Objects}{Known}", 404, "path.unknown" },
        { "GET", "/taxii2/other/", 404, "path.unknown" },
        { "GET", "/taxii2/exchange/collections/grey/", 404, "taxii.collection-unknown" },
        { "GET", "/taxii2/exchange/collections/grey/objects/", 404, "taxii.collection-unknown" },
        { "GET", "/taxii2/exchange/collections/00000000-0000-4000-8000-000000000000/manifest/", 404, "taxii.collection-unknown" },
        // Above the ceiling there is nothing, in the same words.
        { "GET", "/taxii2/exchange/collections/amber-strict/objects/", 404, "taxii.collection-unknown" },
        { "GET", "/taxii2/exchange/collections/red/", 404, "taxii.collection-unknown" },
        { "GET", $"{Objects}{Unknown}/", 404, "taxii.object-unknown" },
        { "GET", $"{Objects}{Unknown}/versions/", 404, "taxii.object-unknown" },
        { "GET", $"{Objects}nonsense/", 404, "taxii.object-unknown" },
        { "GET", $"{Objects}{Known}%27/", 404, "taxii.object-unknown" },
        { "GET", $"/taxii2/exchange/collections/amber/objects/{Known}/", 404, "taxii.object-unknown" },
        { "GET", "/taxii2/exchange/collections/inbox/objects/", 403, "taxii.not-readable" },
        { "GET", "/taxii2/exchange/collections/inbox/manifest/", 403, "taxii.not-readable" },
        { "DELETE", $"{Objects}{Known}/", 403, "taxii.no-deleting" },
        { "DELETE", $"/taxii2/exchange/collections/inbox/objects/{Known}/", 403, "taxii.no-deleting" },
        { "DELETE", $"/taxii2/exchange/collections/grey/objects/{Known}/", 404, "taxii.collection-unknown" },
        { "HEAD", Objects, 405, null },
        { "PUT", Objects, 405, "path.method" },
        { "PATCH", "/taxii2/", 405, "path.method" },
        // Parameters.
        { "GET", $"{Objects}?limit=0", 400, "taxii.limit-invalid" },
        { "GET", $"{Objects}?limit=-1", 400, "taxii.limit-invalid" },
        { "GET", $"{Objects}?limit=1.5", 400, "taxii.limit-invalid" },
        { "GET", $"{Objects}?limit=many", 400, "taxii.limit-invalid" },
        { "GET", $"{Objects}?limit=", 400, "taxii.limit-invalid" },
        { "GET", $"{Objects}?limit=99999999999999999999999", 200, null },
        { "GET", $"{Objects}?limit=5&limit=5", 400, "taxii.parameter-repeated" },
        { "GET", $"{Objects}?match[id]={Known}&match[id]={Unknown}", 400, "taxii.parameter-repeated" },
        { "GET", $"{Objects}?match[id]=", 400, "taxii.value-missing" },
        { "GET", $"{Objects}?match[id]=,,", 400, "taxii.value-missing" },
        { "GET", $"{Objects}?match[id]=nonsense%00", 200, null },
        { "GET", $"{Objects}?match[type]=%27%20or%201%3D1", 200, null },
        { "GET", $"{Objects}?match[version]=yesterday", 400, "taxii.time-invalid" },
        { "GET", $"{Objects}?match[version]=first,2026-02-30T00:00:00.000Z", 400, "taxii.time-invalid" },
        { "GET", $"{Objects}?match[colour]=green", 200, null },
        { "GET", $"{Objects}?match[id]={new string('x', 4_001)}", 400, "taxii.value-too-long" },
        { "GET", $"{Objects}?match[type]={string.Join(',', Enumerable.Range(0, 201).Select(number => $"t{number}"))}", 400, "taxii.too-many-values" },
        { "GET", $"{Objects}?added_after=2026-01-01", 400, "taxii.time-invalid" },
        { "GET", $"{Objects}?added_after=2026-01-01T00:00:00%2B02:00", 400, "taxii.time-invalid" },
        { "GET", $"{Objects}?added_after=9999-12-31T23:59:59.9999999Z", 200, null },
        { "GET", $"{Objects}?next=nonsense", 400, "taxii.next-invalid" },
        { "GET", $"{Objects}?next=________________________________", 400, "taxii.next-invalid" },
        { "GET", $"{Objects}?next={new string('A', 32)}", 400, "taxii.next-other" },
        { "GET", "/taxii2/exchange/collections/green/manifest/?limit=0", 400, "taxii.limit-invalid" },
        { "GET", $"{Objects}{Known}/versions/?limit=0", 400, "taxii.limit-invalid" },
    };

    private static string Known => Shelf.Object(1, "indicator", "incident/x").Id;

    [Theory]
    [MemberData(nameof(Requests))]
    public async Task Each_request_has_the_status_of_the_specification_and_errors_their_form(string method, string path, int status, string? code)
    {
        var answer = await _machine.SendAsync(path, method);

        Assert.True((int)answer.Status == status, $"{(int)answer.Status} {answer.Body}");
        if (method != "HEAD")
        {
            Assert.Equal(TaxiiClient.MediaType, answer.MediaType);
        }

        if (code is not null)
        {
            Assert.Equal(code, answer.Body!["error_code"]!.GetValue<string>());
            Assert.Equal(status.ToString(CultureInfo.InvariantCulture), answer.Body["http_status"]!.GetValue<string>());
            Assert.NotEmpty(answer.Body["title"]!.GetValue<string>());
            Assert.NotEmpty(answer.Body["description"]!.GetValue<string>());
        }
    }

    [Theory]
    [InlineData(null, 200)]
    [InlineData("application/taxii+json;version=2.1", 200)]
    [InlineData("application/taxii+json; version=\"2.1\"", 200)]
    [InlineData("application/taxii+json", 200)]
    [InlineData("*/*", 200)]
    [InlineData("application/*", 200)]
    [InlineData("text/html, application/taxii+json;q=0.2", 200)]
    [InlineData("application/taxii+json;version=2.0", 406)]
    [InlineData("application/taxii+json;version=2.1;q=0", 406)]
    [InlineData("application/stix+json;version=2.1", 406)]
    [InlineData("application/json", 406)]
    [InlineData("nonsense", 406)]
    public async Task What_a_client_accepts_decides_whether_it_is_answered(string? accept, int status)
    {
        var answer = await _machine.SendAsync(Objects, accept: accept);

        Assert.Equal(status, (int)answer.Status);
        Assert.Equal(TaxiiClient.MediaType, answer.MediaType);
    }

    [Fact]
    public async Task Discovery_leads_to_the_root_and_the_root_to_collections_that_are_the_same_tomorrow()
    {
        var root = (await _machine.SendAsync("/taxii2/")).Body!;
        Assert.NotEmpty(root["title"]!.GetValue<string>());
        var address = Assert.Single(root["api_roots"]!.AsArray())!.GetValue<string>();
        Assert.Equal(address, root["default"]!.GetValue<string>());
        Assert.Equal(_system.Address.GetLeftPart(UriPartial.Authority), new Uri(address).GetLeftPart(UriPartial.Authority));

        var api = (await _machine.SendAsync(new Uri(address).AbsolutePath)).Body!;
        Assert.Equal([TaxiiClient.MediaType], api["versions"]!.AsArray().Select(one => one!.GetValue<string>()));
        Assert.True(api["max_content_length"]!.GetValue<int>() > 1_000_000);

        var collections = (await _machine.SendAsync(TaxiiClient.Collections)).Body!["collections"]!.AsArray().Select(one => one!.AsObject()).ToArray();
        Assert.Equal(["clear", "green", "amber", "inbox"], collections.Select(one => one["alias"]!.GetValue<string>()));
        Assert.All(collections, one => Assert.Equal(one["alias"]!.GetValue<string>() == "inbox", one["can_write"]!.GetValue<bool>() && !one["can_read"]!.GetValue<bool>()));
        foreach (var one in collections)
        {
            // By id as by alias.
            Assert.True(JsonNode.DeepEquals(one, (await _machine.SendAsync($"{TaxiiClient.Collections}{one["id"]}/")).Body));
            Assert.True(JsonNode.DeepEquals(one, (await _machine.SendAsync($"{TaxiiClient.Collections}{one["alias"]}/")).Body));
        }

        var other = await Shelf.MakeAsync(_system);
        using var stranger = other.Machine();
        Assert.Equal(HttpStatusCode.NotFound, (await stranger.SendAsync($"{TaxiiClient.Collections}{collections[0]["id"]}/")).Status);
        Assert.Null((await stranger.PageAsync("green")).Body!["objects"]);
    }

    [Fact]
    public async Task A_page_says_when_its_first_and_last_were_added_and_an_empty_one_does_not()
    {
        var page = await _machine.PageAsync("green", "limit=3");
        var manifest = await _machine.PageAsync("green", "limit=3", "manifest/");

        Assert.Equal(manifest.Objects[0]["date_added"]!.GetValue<string>(), page.Header("X-TAXII-Date-Added-First"));
        Assert.Equal(manifest.Objects[2]["date_added"]!.GetValue<string>(), page.Header("X-TAXII-Date-Added-Last"));
        Assert.Matches(@"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z$", page.Header("X-TAXII-Date-Added-Last"));
        Assert.Equal(page.Header("X-TAXII-Date-Added-Last"), manifest.Header("X-TAXII-Date-Added-Last"));
        Assert.All(manifest.Objects, one => Assert.Equal("application/stix+json;version=2.1", one["media_type"]!.GetValue<string>()));
        Assert.Equal(page.Names.Count, manifest.Objects.Count);

        var empty = await _machine.PageAsync("amber");
        Assert.Equal("""{"more":false}""", empty.Body!.ToJsonString());
        Assert.Null(empty.Header("X-TAXII-Date-Added-First"));
    }

    [Fact]
    public async Task Objects_leave_byte_for_byte_as_they_are_kept()
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri($"{Objects}{Known}/", UriKind.Relative));
        var text = await (await _machine.Http.SendAsync(request)).Content.ReadAsStringAsync();

        Assert.Equal($$"""{"more":false,"objects":[{{Shelf.Json(Shelf.Object(1, "indicator", "incident/x"))}}]}""", text);
    }

    [Fact]
    public async Task Next_goes_on_with_the_same_question_only_whatever_the_limit()
    {
        var first = await _machine.PageAsync("green", "limit=4&match[type]=indicator&ignored=1");
        var rest = await _machine.PageAsync("green", $"limit=100&match[type]=indicator&next={first.Next}");
        Assert.Equal(20, first.Objects.Count + rest.Objects.Count);
        Assert.Empty(first.Names.Intersect(rest.Names));

        foreach (var changed in new[]
        {
            $"{Objects}?limit=4&next={first.Next}", $"{Objects}?limit=4&match[type]=ipv4-addr&next={first.Next}", $"{Objects}?limit=4&match[type]=indicator&added_after=2026-01-01T00:00:00Z&next={first.Next}",
            $"{TaxiiClient.Collections}green/manifest/?limit=4&match[type]=indicator&next={first.Next}", $"{TaxiiClient.Collections}clear/objects/?limit=4&match[type]=indicator&next={first.Next}",
        })
        {
            var answer = await _machine.SendAsync(changed);
            Assert.Equal(HttpStatusCode.BadRequest, answer.Status);
            Assert.Equal("taxii.next-other", answer.Body!["error_code"]!.GetValue<string>());
        }
    }

    [Fact]
    public async Task Answers_are_remembered_by_nobody_on_the_way()
        => Assert.True((await _machine.SendAsync("/taxii2/")).Headers.CacheControl!.NoStore);
}
