using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Text;
using Coordination.Connectors.Stix;
using Coordination.Contracts;
using Coordination.Contracts.Partners;
using Coordination.Domain.Exchange;
using Microsoft.Extensions.DependencyInjection;

namespace Coordination.Scenarios.Exchange;

/// <summary>A partner sends an envelope into its inbox and asks what became of it.</summary>
public sealed class When_a_partner_sends_by_taxii(RunningSystem system) : IClassFixture<RunningSystem>
{
    private const string Inbox = TaxiiClient.Collections + "inbox/objects/";
    private const string Mine = "identity--6f1f1d9c-6a8c-4a0f-9e0a-1d1f5b8f1a11";

    [Fact]
    public async Task It_is_told_what_became_of_each_object_and_may_ask_again()
    {
        var shelf = await Shelf.MakeAsync(system, Shelf.Facts(Tlp.Green) with { Identities = [Mine] });
        using var machine = shelf.Machine();
        var envelope = $$"""{"objects":[{{Indicator("8e2e2d2b-17d4-4cbf-938f-98ee46b3cd3f")}},{"type":"indicator","spec_version":"2.1","id":"indicator--1","name":"no time"},{"type":"ipv4-addr","spec_version":"2.1","id":"ipv4-addr--28bb3599-77cd-5a82-a950-b5bc3caf07c4","value":"198.51.100.3"}]}""";

        var answer = await SendAsync(machine, envelope);

        Assert.Equal(HttpStatusCode.Accepted, answer.Status);
        Assert.Equal(TaxiiClient.MediaType, answer.MediaType);
        var status = answer.Body!;
        Assert.Equal("complete", status["status"]!.GetValue<string>());
        Assert.Equal((3, 2, 1, 0), (Count("total"), Count("success"), Count("failure"), Count("pending")));
        Assert.Equal(["indicator--8e2e2d2b-17d4-4cbf-938f-98ee46b3cd3f", "ipv4-addr--28bb3599-77cd-5a82-a950-b5bc3caf07c4"], status["successes"]!.AsArray().Select(one => one!["id"]!.GetValue<string>()));
        Assert.NotEmpty(Assert.Single(status["failures"]!.AsArray())!["message"]!.GetValue<string>());
        Assert.All(status["successes"]!.AsArray(), one => Assert.True(DateTimeOffset.TryParse(one!["version"]!.GetValue<string>(), CultureInfo.InvariantCulture, out _)));

        var again = await machine.SendAsync($"/taxii2/exchange/status/{status["id"]}/");
        Assert.Equal(HttpStatusCode.OK, again.Status);
        Assert.Equal(status.ToJsonString(), again.Body!.ToJsonString());
        // What is there already counts as taken.
        Assert.Equal(2, (await SendAsync(machine, envelope)).Body!["success_count"]!.GetValue<int>());

        using var other = (await Shelf.MakeAsync(system)).Machine();
        foreach (var (who, id) in new[] { (other, status["id"]!.GetValue<string>()), (machine, Guid.Empty.ToString()), (machine, "nonsense"), (machine, new string('x', 300)) })
        {
            var unknown = await who.SendAsync($"/taxii2/exchange/status/{id}/");
            Assert.Equal((HttpStatusCode.NotFound, "taxii.status-unknown"), (unknown.Status, unknown.Body!["error_code"]!.GetValue<string>()));
        }

        int Count(string name) => status[$"{name}_count"]!.GetValue<int>();
    }

    [Theory]
    [InlineData("clear/objects/", TaxiiClient.MediaType, "{\"objects\":[]}", 403)]
    [InlineData("grey/objects/", TaxiiClient.MediaType, "{\"objects\":[]}", 404)]
    [InlineData("amber/objects/", TaxiiClient.MediaType, "{\"objects\":[]}", 404)]
    [InlineData("inbox/objects", TaxiiClient.MediaType, "{\"objects\":[]}", 404)]
    [InlineData("inbox/objects/", "application/json", "{\"objects\":[]}", 415)]
    [InlineData("inbox/objects/", "application/taxii+json;version=2.0", "{\"objects\":[]}", 415)]
    [InlineData("inbox/objects/", null, "{\"objects\":[]}", 415)]
    [InlineData("inbox/objects/", "application/taxii+json", "OBJECT", 422)]
    [InlineData("inbox/objects/", TaxiiClient.MediaType, "", 422)]
    [InlineData("inbox/objects/", TaxiiClient.MediaType, "nonsense", 422)]
    [InlineData("inbox/objects/", TaxiiClient.MediaType, "[]", 422)]
    [InlineData("inbox/objects/", TaxiiClient.MediaType, "{\"objects\":{}}", 422)]
    [InlineData("inbox/objects/", TaxiiClient.MediaType, "{\"objects\":[],\"objects\":[]}", 422)]
    [InlineData("inbox/objects/", TaxiiClient.MediaType, "DEEP", 422)]
    [InlineData("inbox/objects/", TaxiiClient.MediaType, "LARGE", 413)]
    public async Task What_cannot_be_taken_is_refused_with_the_status_of_the_specification(string path, string? type, string body, int status)
    {
        var shelf = await Shelf.MakeAsync(system, Shelf.Facts(Tlp.Green));
        using var machine = shelf.Machine();
        var text = body switch
        {
            // A bare object is no envelope.
            "OBJECT" => Indicator("8e2e2d2b-17d4-4cbf-938f-98ee46b3cd3f"),
            "DEEP" => $$"""{"objects":[{"type":"x-deep","id":"x","a":{{new string('[', 5_000)}}{{new string(']', 5_000)}}}]}""",
            "LARGE" => $$"""{"objects":[],"filler":"{{new string('x', 10_000_000)}}"}""",
            _ => body,
        };

        var answer = await SendAsync(machine, text, TaxiiClient.Collections + path, type);

        Assert.True((int)answer.Status == status, $"{answer.Status} {answer.Body}");
        Assert.Equal(TaxiiClient.MediaType, answer.MediaType);
        Assert.Equal(status.ToString(CultureInfo.InvariantCulture), answer.Body!["http_status"]!.GetValue<string>());
    }

    [Fact]
    public async Task Nothing_is_taken_while_the_exchange_is_paused_and_the_partner_is_told()
    {
        var shelf = await Shelf.MakeAsync(system, Shelf.Facts(Tlp.Green));
        using var machine = shelf.Machine();
        await system.Ada.PausePartnerAsync(shelf.Partner, "we look into something");
        await RunningSystem.UntilAsync(async () => (await machine.SendAsync(TaxiiClient.Collections)).Status == HttpStatusCode.Forbidden);

        var answer = await SendAsync(machine, $$"""{"objects":[{{Indicator("8e2e2d2b-17d4-4cbf-938f-98ee46b3cd3f")}}]}""");

        Assert.Equal((HttpStatusCode.Forbidden, "exchange.paused"), (answer.Status, answer.Body!["error_code"]!.GetValue<string>()));
    }

    [Theory]
    [InlineData(TlpVersion.One, false)]
    [InlineData(TlpVersion.Two, false)]
    [InlineData(TlpVersion.Two, true)]
    public async Task Who_has_had_nothing_from_us_does_not_speak_in_our_name_either(TlpVersion version, bool shouts)
    {
        var shelf = await Shelf.MakeAsync(system, Shelf.Facts(Tlp.Green));
        using var machine = shelf.Machine();
        var us = new StixProducer(system.Services.GetRequiredService<StixPublisher>(), version).Self;
        // The same UUID in other letters is the same.
        var id = shouts ? "identity--" + us["identity--".Length..].ToUpperInvariant() : us;
        var identity = $$"""{"type":"identity","spec_version":"2.1","id":"{{id}}","created":"2026-01-01T00:00:00.000Z","modified":"2026-03-02T12:00:00.000Z","name":"You know us","identity_class":"organization"}""";

        var status = (await SendAsync(machine, $$"""{"objects":[{{identity}},{{Indicator(Guid.NewGuid().ToString()).Replace(Mine, id, StringComparison.Ordinal)}}]}""")).Body!;

        Assert.Equal((0, 2), (status["success_count"]!.GetValue<int>(), status["failure_count"]!.GetValue<int>()));
        Assert.Empty((await system.Ada.ReceivedObjectsAsync(shelf.Partner)).Items);
        Assert.Equal([ReceivedRules.OurName, ReceivedRules.Ours], (await system.Ada.QuarantineAsync(shelf.Partner)).Items.Select(one => one.Code).Order());
    }

    private static string Indicator(string uuid)
        => $$"""{"type":"indicator","spec_version":"2.1","id":"indicator--{{uuid}}","created":"2026-03-02T12:00:00.000Z","modified":"2026-03-02T12:00:00.000Z","created_by_ref":"{{Mine}}","indicator_types":["malicious-activity"],"pattern":"[ipv4-addr:value = '198.51.100.3']","pattern_type":"stix","valid_from":"2026-03-02T12:00:00Z","object_marking_refs":["marking-definition--bab4a63c-aed9-4cf5-a766-dfca5abac2bb"]}""";

    private static async Task<TaxiiAnswer> SendAsync(TaxiiClient machine, string body, string path = Inbox, string? type = TaxiiClient.MediaType)
    {
        using var content = new ByteArrayContent(Encoding.UTF8.GetBytes(body));
        content.Headers.ContentType = type is null ? null : MediaTypeHeaderValue.Parse(type);
        return await machine.SendAsync(path, "POST", body: content);
    }
}
