using System.Collections.Concurrent;
using System.Net.Http.Headers;
using System.Text.Json;
using Coordination.Faults.Processes;
using Coordination.Shared;

namespace Coordination.Faults.Load;

/// <summary>
/// A partner's machine that fetches what lies ready for it by TAXII 2.1, page by page and collection by collection, over and over. Where nobody answers it begins that collection again from where it
/// last came to, as the standard has it; it keeps everything that it was ever given.
/// </summary>
internal sealed class FetchingPartner : IAsyncDisposable
{
    private static readonly string[] Collections = ["clear", "green", "amber", "amber-strict"];
    private readonly IReadOnlyList<Node> _nodes;
    private readonly HttpClient _http = new();
    private readonly ConcurrentQueue<GivenObject> _given = new();
    private readonly Dictionary<string, string> _reached = new(StringComparer.Ordinal);
    private readonly CancellationTokenSource _stop = new();
    private readonly Task _fetching;
    private int _turn;

    private FetchingPartner(IReadOnlyList<Node> nodes, string token)
    {
        _nodes = nodes;
        _http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
        _http.DefaultRequestHeaders.TryAddWithoutValidation("Accept", TaxiiSite.Media);
        _fetching = RunAsync();
    }

    /// <summary>Everything that it was given, in that order, repetitions included.</summary>
    public IReadOnlyList<GivenObject> Given => [.. _given];

    public static FetchingPartner Start(IReadOnlyList<Node> nodes, string token) => new(nodes, token);

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _fetching;
        _http.Dispose();
        _stop.Dispose();
    }

    private async Task RunAsync()
    {
        while (!_stop.IsCancellationRequested)
        {
            foreach (var collection in Collections)
            {
                await Trying.OnceAsync(() => FetchAsync(collection));
            }

            await Task.Delay(TimeSpan.FromMilliseconds(50), TimeProvider.System, CancellationToken.None);
        }
    }

    private async Task FetchAsync(string collection)
    {
        var (after, next) = (_reached.GetValueOrDefault(collection), (string?)null);
        do
        {
            // Each page from the next host, as behind a balancer.
            var node = _nodes[_turn++ % _nodes.Count];
            var query = $"limit=5{(after is null ? "" : $"&added_after={after}")}{(next is null ? "" : $"&next={Uri.EscapeDataString(next)}")}";
            using var answer = await _http.GetAsync(new Uri(node.Address!, $"/taxii2/exchange/collections/{collection}/objects/?{query}"));
            answer.EnsureSuccessStatusCode();
            using var page = JsonDocument.Parse(await answer.Content.ReadAsStringAsync());
            foreach (var one in page.RootElement.TryGetProperty("objects", out var objects) ? [.. objects.EnumerateArray()] : Array.Empty<JsonElement>())
            {
                _given.Enqueue(GivenObject.Of(one));
            }

            next = page.RootElement.TryGetProperty("more", out var more) && more.GetBoolean() ? page.RootElement.GetProperty("next").GetString() : null;
            if (answer.Headers.TryGetValues("X-TAXII-Date-Added-Last", out var last))
            {
                _reached[collection] = last.Single();
            }
        }
        while (next is not null);
    }
}

/// <summary>An object of STIX as a partner was given it.</summary>
/// <param name="Version">Its <c>modified</c>, else its <c>created</c>; null where it has none.</param>
/// <param name="Thing">What it is, whatever its id: its type with what tells it from others of that type.</param>
internal sealed record GivenObject(string Id, string? Version, string Thing, bool Revoked, string Json)
{
    private static readonly string[] Telling = ["type", "name", "value", "pattern", "relationship_type", "source_ref", "target_ref", "sighting_of_ref", "object_refs"];

    public static GivenObject Of(JsonElement one) => new(
        Text(one, "id")!, Text(one, "modified") ?? Text(one, "created"), string.Join(' ', Telling.Select(property => Text(one, property)).OfType<string>()), Text(one, "revoked") == "true", one.GetRawText());

    private static string? Text(JsonElement one, string property)
        => !one.TryGetProperty(property, out var value) ? null : value.ValueKind == JsonValueKind.String ? value.GetString() : value.GetRawText();
}
