using System.Net;
using System.Text;
using System.Text.Json;
using Coordination.Contracts;
using Coordination.Contracts.Access;
using Coordination.Contracts.Client;
using Coordination.Contracts.Incidents;
using Microsoft.Extensions.Time.Testing;

namespace Coordination.Console.Tests.Client;

public sealed class CoordinationClientTests : IDisposable
{
    private readonly Answers _answers = new();
    private readonly HttpClient _http;
    private readonly FakeTimeProvider _clock = new() { AutoAdvanceAmount = TimeSpan.Zero };
    private readonly CoordinationClient _client;

    public CoordinationClientTests()
    {
        _http = new HttpClient(_answers) { BaseAddress = new Uri("http://api.test") };
        _client = new CoordinationClient(_http, _clock);
    }

    public void Dispose() => _http.Dispose();

    [Fact]
    public async Task What_got_no_answer_is_asked_again_with_the_same_key()
    {
        _answers.Then(() => throw new HttpRequestException("cut"));
        _answers.Then(() => Json(HttpStatusCode.ServiceUnavailable, "{}"));
        _answers.Then(() => Json(HttpStatusCode.OK, """{"id":"a","version":4}"""));

        var asked = _client.AcknowledgeAsync(IncidentId.Of("a"));
        while (!asked.IsCompleted)
        {
            _clock.Advance(TimeSpan.FromSeconds(2));
            await Task.Yield();
        }

        Assert.Equal(4, (await asked).Version);
        Assert.Equal(3, _answers.Keys.Count);
        Assert.Single(_answers.Keys.Distinct());
    }

    [Fact]
    public async Task Whoever_asks_once_more_what_got_no_answer_asks_under_the_same_key_until_it_is_answered()
    {
        var body = new AddNoteRequest("Seen.", null);
        _answers.Then(() => throw new OperationCanceledException("waited long enough"));
        await Assert.ThrowsAsync<OperationCanceledException>(() => _client.AddNoteAsync(IncidentId.Of("a"), body));

        _answers.Then(() => Json(HttpStatusCode.OK, """{"id":"a","version":4}"""));
        await _client.AddNoteAsync(IncidentId.Of("a"), new AddNoteRequest("Something else.", null));
        _answers.Then(() => Json(HttpStatusCode.InternalServerError, """{"status":500}""", "application/problem+json"));
        await Assert.ThrowsAsync<ProblemException>(() => _client.AddNoteAsync(IncidentId.Of("a"), body));
        _answers.Then(() => Json(HttpStatusCode.Conflict, """{"status":409}""", "application/problem+json"));
        await Assert.ThrowsAsync<ProblemException>(() => _client.AddNoteAsync(IncidentId.Of("a"), body));
        _answers.Then(() => Json(HttpStatusCode.OK, """{"id":"a","version":5}"""));
        await _client.AddNoteAsync(IncidentId.Of("a"), body);

        Assert.Equal([0, 1, 0, 0, 2], _answers.Keys.Select(key => _answers.Keys.Distinct().ToList().IndexOf(key)));
    }

    [Fact]
    public async Task A_refusal_is_told_at_once_and_whole()
    {
        _answers.Then(() => Json(HttpStatusCode.PreconditionFailed, """{"status":412,"code":"incident.changed","changes":["owner"]}""", "application/problem+json"));

        var refused = await Assert.ThrowsAsync<ProblemException>(() => _client.AssignAsync(IncidentId.Of("a"), new AssignRequest(PersonId.Of("ada")), new Asked("key-1", 7)));

        Assert.Equal("incident.changed", refused.Code);
        Assert.Equal(["owner"], refused.Problem.Changes!);
        Assert.Equal(["key-1"], _answers.Keys);
        Assert.Equal("\"7\"", _answers.IfMatch);
    }

    [Fact]
    public async Task An_answer_of_something_in_between_is_a_problem_with_its_status()
    {
        _answers.Then(() => Json(HttpStatusCode.NotFound, "<html>", "text/html"));

        var refused = await Assert.ThrowsAsync<ProblemException>(() => _client.IncidentAsync("2026-000001"));

        Assert.Equal("http.404", refused.Code);
    }

    [Fact]
    public async Task Nobody_signed_in_is_no_error()
    {
        _answers.Then(() => Json(HttpStatusCode.Unauthorized, "{}"));

        Assert.Null(await _client.MeAsync());
    }

    [Fact]
    public async Task A_list_is_read_to_its_end()
    {
        _answers.Then(() => Json(HttpStatusCode.OK, """{"items":[{"id":"a","version":1,"name":"Ada","mail":"a@b.example","role":"officer"}],"next":"2"}"""));
        _answers.Then(() => Json(HttpStatusCode.OK, """{"items":[{"id":"b","version":1,"name":"Bo","mail":"b@b.example","role":"administrator"}]}"""));

        var people = await _client.PeopleAsync();

        Assert.Equal(["Ada", "Bo"], people.Select(person => person.Name));
    }

    [Fact]
    public void A_null_that_is_not_written_is_not_demanded_when_it_is_read()
    {
        var task = new IncidentTask(1, "Look", null, Done: false, Make.Noon);

        Assert.Equal(task, JsonSerializer.Deserialize<IncidentTask>(JsonSerializer.Serialize(task, Wire.Json), Wire.Json));
        Assert.Null(JsonSerializer.Deserialize<AssignRequest>(JsonSerializer.Serialize(new AssignRequest(null), Wire.Json), Wire.Strict)!.Owner);
        Assert.Throws<JsonException>(() => JsonSerializer.Deserialize<IncidentTask>("""{"number":1}""", Wire.Json));
    }

    private static HttpResponseMessage Json(HttpStatusCode status, string body, string type = "application/json")
        => new(status) { Content = new StringContent(body, Encoding.UTF8, type) };

    private sealed class Answers : HttpMessageHandler
    {
        private readonly Queue<Func<HttpResponseMessage>> _answers = [];

        public List<string> Keys { get; } = [];

        public string? IfMatch { get; private set; }

        public void Then(Func<HttpResponseMessage> answer) => _answers.Enqueue(answer);

        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            if (request.Headers.TryGetValues("Idempotency-Key", out var keys))
            {
                Keys.AddRange(keys);
            }

            IfMatch = request.Headers.IfMatch.ToString();
            return Task.FromResult(_answers.Dequeue()());
        }
    }
}
