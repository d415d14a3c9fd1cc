using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using Coordination.Contracts;
using Coordination.Shared;

namespace Coordination.Scenarios.Attacks;

/// <summary>Our own OpenAPI document: that it leaves nothing out. That it is true is found by <see cref="When_anything_at_all_is_sent"/>.</summary>
[Collection(OneSystem.Name)]
public sealed class What_the_document_says(RunningSystem system)
{
    /// <summary>The hub: what goes over it stands in <c>Coordination.Contracts.Live</c>, and OpenAPI has no words for it. And the ways of a browser to an outside provider and back, which are there where one is configured. TAXII is described by its own standard.</summary>
    private static readonly string[] OfNoProgram = ["GET /live", "GET /live/negotiate", "GET /openid/sign-in", "GET /openid/sign-out"];

    [Fact]
    public async Task Every_approved_route_is_described()
    {
        var described = (await ReadAsync()).Operations.Select(one => one.Name);
        var approved = (await File.ReadAllLinesAsync(Path.Combine(Approved.Folder, "routes.txt"))).Where(line => line.Length > 0 && !line.Contains($" {Routes.Taxii}", StringComparison.Ordinal)).Select(line => line.Replace(":int}", "}", StringComparison.Ordinal));
        Assert.Equal(approved.Except(OfNoProgram).Order(StringComparer.Ordinal), described.Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Where_nobody_need_be_signed_in_is_what_the_server_says_too()
    {
        using var stranger = system.Http();
        foreach (var operation in (await ReadAsync()).Operations)
        {
            using var request = new HttpRequestMessage(new HttpMethod(operation.Method), operation.Path.Replace('{', 'x').Replace('}', 'x'));
            request.Content = operation.BodySchema is null ? null : new StringContent("{}", Encoding.UTF8, "application/json");
            using var answer = await stranger.SendAsync(request);
            Assert.True(operation.IsOpen == (answer.StatusCode != HttpStatusCode.Unauthorized), $"{operation.Name} is {(operation.IsOpen ? "" : "not ")}open and answered {answer.StatusCode}.");
        }
    }

    [Fact]
    public async Task Every_type_says_what_it_is()
    {
        var document = (await ReadAsync()).Document;
        var silent = new List<string>();
        foreach (var (name, schema) in document["components"]!["schemas"]!.AsObject())
        {
            Walk(name, schema!);
        }

        Assert.Empty(silent);
        Assert.Equal(["session", "token"], document["components"]!["securitySchemes"]!.AsObject().Select(one => one.Key).Order(StringComparer.Ordinal));

        void Walk(string at, JsonNode node)
        {
            var schema = node.AsObject();
            // Whatever an event is made of: of each it is something else.
            if (at != "JsonElement" && !schema.ContainsKey("$ref") && !schema.ContainsKey("type") && !schema.ContainsKey("oneOf"))
            {
                silent.Add(at);
            }

            if (Described.TypesOf(schema).Contains("array") && schema["items"] is null)
            {
                silent.Add($"{at}[]");
            }

            foreach (var (name, property) in schema["properties"]?.AsObject() ?? [])
            {
                Walk($"{at}/{name}", property!);
            }

            foreach (var inner in (schema["oneOf"]?.AsArray() ?? []).Append(schema["items"]).OfType<JsonObject>())
            {
                Walk($"{at}/*", inner);
            }
        }
    }

    /// <summary>Found by <see cref="When_anything_at_all_is_sent"/>: whoever handled what was thrown emptied the answer's headers first.</summary>
    [Theory]
    [InlineData("", HttpStatusCode.BadRequest)]
    [InlineData("{", HttpStatusCode.BadRequest)]
    [InlineData("{}", HttpStatusCode.BadRequest)]
    public async Task A_refusal_has_the_headers_that_every_answer_has(string body, HttpStatusCode status)
    {
        using var http = system.Http(system.OfficerToken);
        using var content = new StringContent(body, Encoding.UTF8, "application/json");
        using var answer = await http.PostAsync(new Uri(Routes.Incidents, UriKind.Relative), content);
        Assert.Equal(status, answer.StatusCode);
        foreach (var header in (string[])["Content-Security-Policy", "X-Content-Type-Options", "Referrer-Policy", "Cross-Origin-Opener-Policy", "Cross-Origin-Resource-Policy", "Permissions-Policy"])
        {
            Assert.True(answer.Headers.Contains(header), header);
        }

        Assert.True(answer.Headers.CacheControl!.NoStore);
    }

    private async Task<Described> ReadAsync()
    {
        using var http = system.Http(system.OfficerToken);
        return await Described.ReadAsync(http);
    }
}
