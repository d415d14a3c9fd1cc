using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using Coordination.Connectors.Tests;
using Coordination.Contracts;
using Coordination.Contracts.Access;
using Coordination.Contracts.Exchange;
using Coordination.Contracts.Partners;
using Coordination.Shared;

namespace Coordination.Scenarios;

/// <summary>A valid bundle with something done to it, by fixed seeds, brought over HTTP: it is answered, never with a failure of ours, and every object of it is accounted for and found again.</summary>
[Collection(OneSystem.Name)]
public sealed class Whatever_a_partner_sends(RunningSystem system)
{
    private static readonly int Count = Environment.GetEnvironmentVariable("COORDINATION_SOAK") == "1" ? 10_000 : 250;
    private static readonly byte[] Sample = File.ReadAllBytes(Repository.PathOf("tests", "data", "stix-incident-bundle.json"));

    private static readonly string[] Values =
    [
        "null", "true", "0", "-1", "1e400", "123456789012345678901234567890", "\"\"", "[]", "{}", "[[]]", "[null]", "\"9999-12-31T23:59:60Z\"", "\"2026-02-30T00:00:00.000Z\"", "\"2026-01-02T10:00:00.000Z\"", "\"\\u0000\"", "\"2.0\"", "\"bundle\"",
        "\"identity--7d1b2f6e-0f0a-4f6b-9a5e-3c1d0a5b7c11\"", "\"indicator--d81f86b9-975b-4c0b-875e-810c5ad45a4f\"", "[\"report--84e4d88f-44ea-4bcd-bbf3-b2c1c320bcb4\"]", "[\"marking-definition--e828b379-4e03-4974-9ac4-e53a884c97c1\"]",
        "\"[ipv4-addr:value = '203.0.113.1'] REPEATS 9 TIMES\"", "\"[ipv4-addr:value ISSUBSET '0.0.0.0/0']\"", "\"[\"", "{\"a b\":{\"c\\nd\":1}}",
    ];

    [Fact]
    public async Task It_is_answered_and_nothing_of_it_is_lost()
    {
        var partner = PartnerId.Of((await system.Ada.AddPartnerAsync(new PartnerRequest { Name = $"CERT {Guid.NewGuid():N}", Kind = PartnerKind.Cert, Identities = [$"identity--{Guid.NewGuid()}"] })).Id);
        var token = (await system.Ada.AddTokenAsync(new TokenRequest { Name = $"machine {partner}", Scope = TokenScope.Partner, Partner = partner })).Secret;
        using var http = system.Http(token);
        // Whoever waits for longer waits for ever.
        http.Timeout = TimeSpan.FromSeconds(60);
        var (taken, failed, refused, places) = (0, 0, 0, new HashSet<string>(StringComparer.Ordinal));
        for (var seed = 0; seed < Count; seed++)
        {
            var document = Mutations.Of(Sample, Values, 4, new Random(seed));
            using var content = new ByteArrayContent(document) { Headers = { ContentType = new MediaTypeHeaderValue("application/json") } };
            using var answer = await AskAsync(http, partner, content);
            if (answer.StatusCode == HttpStatusCode.BadRequest)
            {
                refused++;
                Assert.NotEmpty((await JsonSerializer.DeserializeAsync<Problem>(await answer.Content.ReadAsStreamAsync(), Wire.Json))!.Detail!);
                continue;
            }

            Assert.True(answer.StatusCode == HttpStatusCode.OK, $"seed {seed}: {answer.StatusCode}");
            var status = (await JsonSerializer.DeserializeAsync<StixSubmission>(await answer.Content.ReadAsStreamAsync(), Wire.Json))!;
            using var sent = JsonDocument.Parse(document, new() { MaxDepth = 64 });
            var objects = sent.RootElement.TryGetProperty("objects", out var list) ? list.GetArrayLength() : 0;
            Assert.True((objects, status.Total) == (status.Total, status.Successes + status.Failures + status.Pending), $"seed {seed}: {objects} sent, {status.Total} counted");
            Assert.Equal(status.Failures, status.Details.Count(one => one.Failed && !string.IsNullOrEmpty(one.Message)));
            (taken, failed) = (taken + status.Successes, failed + status.Failures);
            places.UnionWith(status.Details.Where(one => !one.Failed).Select(one => one.Id));
        }

        Assert.True(taken > Count && failed > Count / 4 && refused > Count / 50, $"{taken} taken, {failed} in quarantine, {refused} refused");
        var quarantine = await AllAsync(cursor => system.Ada.QuarantineAsync(partner, cursor: cursor));
        Assert.Equal(failed, quarantine.Sum(one => one.Times));
        Assert.Empty(places.Except((await AllAsync(cursor => system.Ada.ReceivedObjectsAsync(partner, cursor: cursor))).Select(one => one.Id)));
    }

    /// <summary>Its machine asks too often; it waits as it is told to, as far as the clock of the server can be moved.</summary>
    private static async Task<HttpResponseMessage> AskAsync(HttpClient http, PartnerId partner, HttpContent content)
    {
        var bytes = await content.ReadAsByteArrayAsync();
        while (true)
        {
            using var again = new ByteArrayContent(bytes) { Headers = { ContentType = content.Headers.ContentType } };
            var answer = await http.PostAsync(new Uri($"/api/v1/partners/{partner}/stix", UriKind.Relative), again);
            if (answer.StatusCode != HttpStatusCode.TooManyRequests)
            {
                return answer;
            }

            answer.Dispose();
            await Task.Delay(TimeSpan.FromMilliseconds(100), TimeProvider.System);
        }
    }

    private static async Task<List<T>> AllAsync<T>(Func<string?, Task<Page<T>>> page)
    {
        var (all, cursor) = (new List<T>(), (string?)null);
        do
        {
            var one = await page(cursor);
            all.AddRange(one.Items);
            cursor = one.Next;
        }
        while (cursor is not null);
        return all;
    }
}
