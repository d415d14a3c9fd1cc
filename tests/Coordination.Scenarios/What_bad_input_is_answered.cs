using System.Net;
using System.Text;
using System.Text.Json;
using Coordination.Contracts;
using Coordination.Contracts.Intake;

namespace Coordination.Scenarios;

[Collection(OneSystem.Name)]
public sealed class What_bad_input_is_answered(RunningSystem system)
{
    private static readonly string Long = new('x', 100_000);

    public static TheoryData<string, string, string> Commands => new()
    {
        { "malformed", Routes.Incidents, "{\"title\":" },
        { "wrong type", Routes.Incidents, """{"title":5,"severity":"high"}""" },
        { "unknown field", Routes.Incidents, """{"title":"x","severity":"high","colour":"red"}""" },
        { "unknown severity", Routes.Incidents, """{"title":"x","severity":"dreadful"}""" },
        { "missing field", Routes.Incidents, """{"title":"x"}""" },
        { "long title", Routes.Incidents, $$$"""{"title":"{{{Long}}}","severity":"high"}""" },
        { "nothing", Routes.Incidents, "" },
        { "host bits", Routes.Institutions, """{"name":"Bits","abbreviation":"BITS","networks":["192.0.2.129/25"]}""" },
        { "year 9999", Routes.Tokens, """{"name":"x","scope":"intake","source":"nowhere at all","expiresAt":"9999-12-31T23:59:59Z"}""" },
    };

    public static TheoryData<string, string> Lines => new()
    {
        { "malformed", "{\"title\":" },
        { "not an object", "5" },
        { "long title", $$$"""{"title":"{{{Long}}}","classification":"scanner","source":{"ip":"192.0.2.200"}}""" },
        { "no address", """{"title":"x","classification":"scanner","source":{"ip":"999.1.1.1"}}""" },
        { "year 9999", """{"title":"x","classification":"scanner","source":{"ip":"192.0.2.200"},"occurredAt":"9999-12-31T23:59:59Z"}""" },
    };

    [Theory]
    [MemberData(nameof(Commands))]
    public async Task A_command_gets_a_problem_with_a_code_and_what_to_do(string name, string path, string body)
    {
        using var http = system.Http(await AdministratorAsync());
        using var content = new StringContent(body, Encoding.UTF8, "application/json");
        using var answer = await http.PostAsync(new Uri(path, UriKind.Relative), content);
        await IsProblemAsync(name, answer);
    }

    [Theory]
    [MemberData(nameof(Lines))]
    public async Task A_bad_line_is_refused_by_its_number_and_its_neighbours_are_kept(string name, string line)
    {
        using var http = system.Http(system.SensorToken);
        var good = $$$"""{"title":"Good neighbour","classification":"scanner","severity":"low","identifier":"{{{Guid.NewGuid():N}}}","source":{"ip":"100.64.9.9"}}""";
        using var content = new StringContent($"{good}\n{line}\n{good.Replace("Good", "Better", StringComparison.Ordinal)}", Encoding.UTF8, "application/x-ndjson");
        using var answer = await http.PostAsync(new Uri($"{Routes.Intake}/sensor", UriKind.Relative), content);
        var text = await answer.Content.ReadAsStringAsync();
        Assert.True(answer.StatusCode == HttpStatusCode.Accepted, $"{name}: {text}");
        var receipts = JsonSerializer.Deserialize<IntakeAnswer>(text, Wire.Json)!.Receipts;
        Assert.Equal([1, 2, 3], receipts.Select(one => one.Line));
        Assert.NotEqual(ReceiptStatus.Refused, receipts[0].Status);
        Assert.True(receipts[1].Status == ReceiptStatus.Refused && receipts[1].Refusal is { Code.Length: > 0, Detail.Length: > 0 }, $"{name}: {text}");
        Assert.NotEqual(ReceiptStatus.Refused, receipts[2].Status);
    }

    [Fact]
    public async Task Invalid_utf8_an_unknown_source_a_bad_token_and_too_large_a_body_are_named()
    {
        using var http = system.Http(system.SensorToken);
        using var bytes = new ByteArrayContent([0x7b, 0x22, 0xff, 0xfe, 0x22, 0x7d]) { Headers = { ContentType = new("application/json") } };
        using var utf8 = await http.PostAsync(new Uri($"{Routes.Intake}/sensor", UriKind.Relative), bytes);
        Assert.True((int)utf8.StatusCode < 500);
        using var empty = new StringContent("{}", Encoding.UTF8, "application/json");
        using var unknown = await http.PostAsync(new Uri($"{Routes.Intake}/no-such-source", UriKind.Relative), empty);
        await IsProblemAsync("unknown source", unknown);
        using var large = new StringContent(new string(' ', 11_000_000), Encoding.UTF8, "application/x-ndjson");
        using var oversized = await http.PostAsync(new Uri($"{Routes.Intake}/sensor", UriKind.Relative), large);
        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, oversized.StatusCode);
        await IsProblemAsync("oversized", oversized);
        using var forged = system.Http("coord_forged");
        using var refused = await forged.GetAsync(new Uri(Routes.Board, UriKind.Relative));
        Assert.Equal(HttpStatusCode.Unauthorized, refused.StatusCode);
        await IsProblemAsync("bad token", refused);
    }

    private async Task<string> AdministratorAsync()
        => (await system.Ada.AddTokenAsync(new() { Name = "administrator", Scope = Contracts.Access.TokenScope.Administer })).Secret!;

    private static async Task IsProblemAsync(string name, HttpResponseMessage answer)
    {
        var text = await answer.Content.ReadAsStringAsync();
        Assert.True((int)answer.StatusCode is >= 400 and < 500, $"{name}: {(int)answer.StatusCode} {text}");
        Assert.Equal("application/problem+json", answer.Content.Headers.ContentType?.MediaType);
        var problem = JsonSerializer.Deserialize<Problem>(text, Wire.Json)!;
        Assert.False(string.IsNullOrEmpty(problem.Code), $"{name}: {text}");
        Assert.False(string.IsNullOrEmpty(problem.Detail), $"{name}: {text}");
    }
}
