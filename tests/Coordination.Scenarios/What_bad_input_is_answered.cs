using System.Net;
using System.Text;
using System.Text.Json;
using Coordination.Contracts;
using Coordination.Contracts.Intake;
using Coordination.Domain.Journal;
using Microsoft.Extensions.DependencyInjection;

namespace Coordination.Scenarios;

[Collection(OneSystem.Name)]
public sealed class What_bad_input_is_answered(RunningSystem system)
{
    private static readonly Uri Sensor = new($"{Routes.Intake}/sensor", UriKind.Relative);
    private static readonly string Long = new('x', 100_000);

    public static TheoryData<string, string, string> Commands => new()
    {
        { "request.malformed", Routes.Incidents, "{\"title\":" },
        { "request.malformed", Routes.Incidents, "" },
        { "request.malformed", Routes.Incidents, "null" },
        { "request.type", Routes.Incidents, """{"title":5,"severity":"high"}""" },
        { "request.type", Routes.Incidents, """{"title":"x","severity":"dreadful"}""" },
        { "request.type", Routes.Incidents, """["title"]""" },
        { "request.type", Routes.Tokens, """{"name":"x","scope":"operate","expiresAt":"10000-01-01T00:00:00Z"}""" },
        // Found by requests made at random: the serializer does not look into lists.
        { "request.type", Routes.Incidents, """{"title":"x","severity":"high","observables":["192.0.2.1",null]}""" },
        { "request.type", Routes.Institutions, """{"name":"Nothing","abbreviation":"N","contacts":[{"name":"x","channel":"mail","address":"a@b.example"},null]}""" },
        { "request.type", $"{Routes.Erasures}/apply", """{"erasures":[null]}""" },
        { "request.type", Routes.Policies, """{"name":"x","severities":["low"],"steps":[{"targets":[null],"waitMinutes":1}]}""" },
        { "request.unknown-field", Routes.Incidents, """{"title":"x","severity":"high","colour":"red"}""" },
        { "request.duplicate-field", Routes.Incidents, """{"title":"x","severity":"high","title":"y"}""" },
        { "request.field-missing", Routes.Incidents, """{"title":"x"}""" },
        { "field.too-long", Routes.Incidents, $$$"""{"title":"{{{Long}}}","severity":"high"}""" },
        { "request.too-large", Routes.Incidents, $$$"""{"title":"x","severity":"high","description":"{{{new string('x', 1 << 20)}}}"}""" },
        { "asset.host-bits", Routes.Institutions, """{"name":"Bits","abbreviation":"BITS","networks":["192.0.2.129/25"]}""" },
        { "asset.duplicate", Routes.Institutions, """{"name":"Twice","abbreviation":"TW","networks":["10.30.0.0/16","10.30.0.0/16"]}""" },
        { "institution.network-taken", Routes.Institutions, """{"name":"Overlap","abbreviation":"OV","networks":["192.0.2.32/27"]}""" },
        { "source.unknown", Routes.Tokens, """{"name":"x","scope":"intake","source":"nowhere at all"}""" },
    };

    public static TheoryData<string, string> Lines => new()
    {
        { "intake.malformed", "{\"title\":" },
        { "intake.malformed", "5" },
        { "intake.field", """{"title":7,"classification":"scanner","source":{"ip":"192.0.2.200"}}""" },
        { "intake.field", """{"title":"x","classification":"scanner","source":{"ip":"999.1.1.1"}}""" },
        { "intake.too-long", $$$"""{"title":"{{{Long}}}","classification":"scanner","source":{"ip":"192.0.2.200"}}""" },
        { "intake.time", """{"title":"x","classification":"scanner","source":{"ip":"192.0.2.200"},"occurredAt":"9999-12-31T23:59:59Z"}""" },
        { "intake.line-too-large", $$$"""{"title":"x","raw":"{{{new string('x', 1 << 20)}}}"}""" },
        // Sent as Latin-1, in which this is a byte that begins nothing in UTF-8.
        { "intake.encoding", "{\"title\":\"\u00ff\"}" },
    };

    [Theory]
    [MemberData(nameof(Commands))]
    public async Task A_command_gets_a_problem_with_a_code_and_what_to_do(string code, string path, string body)
    {
        using var http = system.Http(path == Routes.Incidents ? system.OfficerToken : await AdministratorAsync());
        using var content = new StringContent(body, Encoding.UTF8, "application/json");
        using var answer = await http.PostAsync(new Uri(path, UriKind.Relative), content);
        await IsProblemAsync(code, answer);
    }

    [Fact]
    public async Task A_command_that_is_no_utf8_or_no_json_at_all_is_refused_by_what_it_is()
    {
        using var http = system.Http(system.OfficerToken);
        using var bytes = new ByteArrayContent([.. """{"title":"x"""u8, 0xff, .. "\",\"severity\":\"high\"}"u8]) { Headers = { ContentType = new("application/json") } };
        using var utf8 = await http.PostAsync(new Uri(Routes.Incidents, UriKind.Relative), bytes);
        await IsProblemAsync("request.encoding", utf8);
        using var form = new FormUrlEncodedContent([new("title", "x")]);
        using var media = await http.PostAsync(new Uri(Routes.Incidents, UriKind.Relative), form);
        await IsProblemAsync("request.media-type", media);
    }

    [Theory]
    [MemberData(nameof(Lines))]
    public async Task A_bad_line_is_refused_by_its_number_and_its_neighbours_are_kept(string code, string line)
    {
        var good = $$$"""{"title":"Good neighbour","classification":"scanner","severity":"low","identifier":"{{{Guid.NewGuid():N}}}","source":{"ip":"100.64.9.9"}}""";
        using var http = system.Http(system.SensorToken);
        using var content = new ByteArrayContent(Encoding.Latin1.GetBytes($"{good}\n{line}\n{good.Replace("Good", "Better", StringComparison.Ordinal)}"));
        content.Headers.ContentType = new("application/x-ndjson");
        using var answer = await http.PostAsync(Sensor, content);
        var text = await answer.Content.ReadAsStringAsync();
        Assert.True(answer.StatusCode == HttpStatusCode.Accepted, text);
        var receipts = JsonSerializer.Deserialize<IntakeAnswer>(text, Wire.Json)!.Receipts;
        Assert.Equal([1, 2, 3], receipts.Select(one => one.Line));
        Assert.NotEqual(ReceiptStatus.Refused, receipts[0].Status);
        Assert.Equal(ReceiptStatus.Refused, receipts[1].Status);
        Assert.Equal(code, receipts[1].Refusal!.Code);
        Assert.NotEqual("", receipts[1].Refusal!.Detail);
        Assert.NotEqual(ReceiptStatus.Refused, receipts[2].Status);
    }

    [Fact]
    public async Task What_a_feed_says_besides_is_kept_with_the_original()
    {
        var line = system.Line("More than we know", "100.64.9.10").Replace("{\"title\"", "{\"colour\":\"red \\u00e9\",\"title\"", StringComparison.Ordinal);
        var receipt = Assert.Single((await system.DeliverAsync(line)).Receipts);
        Assert.Equal(ReceiptStatus.Accepted, receipt.Status);
        var kept = await system.Services.GetRequiredService<IJournal>().ReadOriginalAsync(receipt.Alert!.Value.Value, CancellationToken.None);
        Assert.Equal(line, Encoding.UTF8.GetString(kept!.Value.Span));
    }

    [Fact]
    public async Task An_unknown_source_a_strange_one_a_bad_token_and_bodies_that_cannot_be_taken_are_named()
    {
        using var sensor = system.Http(system.SensorToken);
        using var administrator = system.Http(await AdministratorAsync());
        var line = system.Line("Never taken", "100.64.9.11");
        await RefusedAsync("intake.other-source", sensor, "intelmq", line);
        await RefusedAsync("source.unknown", administrator, "no-such-source", line);
        await RefusedAsync("intake.empty", sensor, "sensor", "[]");
        await RefusedAsync("intake.nothing-accepted", sensor, "sensor", "");
        await RefusedAsync("intake.nothing-accepted", sensor, "sensor", "{");
        // Asks first, as curl does with a large body: otherwise the answer may cross the body on its way.
        sensor.DefaultRequestHeaders.ExpectContinue = true;
        await RefusedAsync("request.too-large", sensor, "sensor", new string(' ', 10_500_000));
        await RefusedAsync("request.too-large", sensor, "sensor", new string(' ', 12_000_000));
        foreach (var forged in (string[])["coord_forged", "nonsense", system.SensorToken + "x", system.SensorToken[..^1]])
        {
            using var stranger = system.Http(forged);
            await RefusedAsync("access.unauthenticated", stranger, "sensor", line);
        }
    }

    private static async Task RefusedAsync(string code, HttpClient http, string source, string body)
    {
        using var content = new StringContent(body, Encoding.UTF8, "application/json");
        using var answer = await http.PostAsync(new Uri($"{Routes.Intake}/{source}", UriKind.Relative), content);
        await IsProblemAsync(code, answer);
    }

    private async Task<string> AdministratorAsync()
        => (await system.Ada.AddTokenAsync(new() { Name = "administrator", Scope = Contracts.Access.TokenScope.Administer })).Secret!;

    private static async Task IsProblemAsync(string code, HttpResponseMessage answer)
    {
        var text = await answer.Content.ReadAsStringAsync();
        Assert.True((int)answer.StatusCode is >= 400 and < 500, $"{(int)answer.StatusCode} {text}");
        Assert.Equal("application/problem+json", answer.Content.Headers.ContentType?.MediaType);
        var problem = JsonSerializer.Deserialize<Problem>(text, Wire.Json)!;
        Assert.Equal(code, problem.Code);
        Assert.False(string.IsNullOrEmpty(problem.Detail), text);
        Assert.Equal((int)answer.StatusCode, problem.Status);
    }
}
