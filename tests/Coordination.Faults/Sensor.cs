using System.Collections.Concurrent;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using Coordination.Contracts;
using Coordination.Contracts.Intake;

namespace Coordination.Faults;

/// <summary>Sends alerts as a sensor does, and remembers what was answered. What got no answer it sends again, as a sensor does.</summary>
internal sealed class Sensor
{
    private static readonly string[] Networks = ["192.0.2.", "198.51.100.", "203.0.113.", "100.64.7."];
    private static readonly (string Type, string Severity)[] Kinds = [("c2-server", "high"), ("scanner", "low"), ("system-compromise", "critical"), ("phishing", "medium")];

    private readonly ConcurrentQueue<string> _unanswered = new();
    private readonly ConcurrentDictionary<string, byte> _accepted = new();
    private int _number;

    /// <summary>Every alert that was answered 202.</summary>
    public IReadOnlyCollection<string> Accepted => [.. _accepted.Keys];

    public int Unanswered => _unanswered.Count;

    /// <summary>Delivers, several at a time, until the server is gone or the count is reached.</summary>
    public Task DeliverAsync(Uri address, string token, int seed, int each, int callers = 6)
        => Task.WhenAll(Enumerable.Range(0, callers).Select(caller => CallAsync(address, token, new Random((seed * 1_000) + caller), each)));

    /// <summary>Delivers again whatever had no answer.</summary>
    public async Task DeliverAgainAsync(Uri address, string token)
    {
        using var http = Client(address, token);
        while (_unanswered.TryDequeue(out var body))
        {
            await SendAsync(http, body);
        }
    }

    private async Task CallAsync(Uri address, string token, Random random, int each)
    {
        using var http = Client(address, token);
        for (var i = 0; i < each; i++)
        {
            var body = string.Join('\n', Enumerable.Range(0, random.Next(1, 4)).Select(_ => Line(random)));
            try
            {
                await SendAsync(http, body);
            }
            catch (HttpRequestException)
            {
                // The server died: written or not, only the next start can say.
                _unanswered.Enqueue(body);
                return;
            }
        }
    }

    private async Task SendAsync(HttpClient http, string body)
    {
        using var content = new StringContent(body, Encoding.UTF8, "application/x-ndjson");
        using var answer = await http.PostAsync(new Uri($"{Routes.Intake}/sensor", UriKind.Relative), content);
        if (answer.StatusCode == HttpStatusCode.ServiceUnavailable)
        {
            throw new HttpRequestException("The server says that it is not available.");
        }

        Assert.Equal(HttpStatusCode.Accepted, answer.StatusCode);
        var receipts = await answer.Content.ReadFromJsonAsync<IntakeAnswer>(Wire.Json);
        Assert.Equal(0, receipts!.Refused);
        foreach (var receipt in receipts.Receipts)
        {
            _accepted.TryAdd(receipt.Alert!.Value.Value, 0);
        }
    }

    private string Line(Random random)
    {
        var (type, severity) = Kinds[random.Next(Kinds.Length)];
        // Few addresses, so that many alerts join one incident and the claim is fought over.
        var address = Networks[random.Next(Networks.Length)] + random.Next(1, 12);
        return $$$"""{"title":"Fault test","classification":"{{{type}}}","severity":"{{{severity}}}","identifier":"fault-{{{Interlocked.Increment(ref _number)}}}","source":{"ip":"{{{address}}}"}}""";
    }

    private static HttpClient Client(Uri address, string token)
        => new() { BaseAddress = address, DefaultRequestHeaders = { Authorization = new AuthenticationHeaderValue("Bearer", token) } };
}
