using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;

namespace Coordination.Scenarios.Exchange;

/// <summary>A client of TAXII 2.1 as one writes it after the specification.</summary>
internal sealed class TaxiiClient(HttpClient http) : IDisposable
{
    public const string MediaType = "application/taxii+json;version=2.1";
    public const string Collections = "/taxii2/exchange/collections/";

    public HttpClient Http => http;

    public void Dispose() => http.Dispose();

    public async Task<TaxiiAnswer> SendAsync(string path, string method = "GET", string? accept = MediaType, string? authorization = null, HttpContent? body = null)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), new Uri(path, UriKind.Relative)) { Content = body };
        if (accept is not null)
        {
            request.Headers.TryAddWithoutValidation("Accept", accept);
        }

        if (authorization is not null)
        {
            request.Headers.TryAddWithoutValidation("Authorization", authorization);
        }

        using var answer = await http.SendAsync(request);
        // As it was written: once it has been read as what it is, it is written as the framework would.
        var type = answer.Content.Headers.NonValidated.TryGetValues("Content-Type", out var said) ? said.ToString() : null;
        var text = await answer.Content.ReadAsStringAsync();
        return new(answer.StatusCode, type, text.Length == 0 ? null : JsonNode.Parse(text)!.AsObject(), answer.Headers);
    }

    /// <summary>One page of a collection.</summary>
    public async Task<TaxiiAnswer> PageAsync(string alias, string query = "", string path = "objects/")
    {
        var answer = await SendAsync($"{Collections}{alias}/{path}{(query.Length == 0 ? "" : "?")}{query}");
        Assert.True(answer.Status == HttpStatusCode.OK, $"{path}?{query}: {answer.Status} {answer.Body}");
        return answer;
    }

    /// <summary>All pages until there is no more, one after another.</summary>
    public async Task<List<TaxiiAnswer>> WalkAsync(string alias, string query, string path = "objects/")
    {
        var pages = new List<TaxiiAnswer>();
        string? next = null;
        do
        {
            pages.Add(await PageAsync(alias, next is null ? query : $"{query}&next={next}", path));
            next = pages[^1].Next;
        }
        while (pages[^1].More);
        return pages;
    }

    public static string Basic(string user, string password) => $"Basic {Convert.ToBase64String(Encoding.UTF8.GetBytes($"{user}:{password}"))}";
}

/// <summary>What was answered.</summary>
internal sealed record TaxiiAnswer(HttpStatusCode Status, string? MediaType, JsonObject? Body, HttpResponseHeaders Headers)
{
    public bool More => Body?["more"]?.GetValue<bool>() == true;

    public string? Next => Body?["next"]?.GetValue<string>();

    public IReadOnlyList<JsonObject> Objects => [.. (Body?["objects"]?.AsArray() ?? []).Select(one => one!.AsObject())];

    /// <summary>Ids with versions.</summary>
    public IReadOnlyList<string> Names => [.. Objects.Select(one => $"{one["id"]} {one["modified"]}")];

    public string? Header(string name) => Headers.TryGetValues(name, out var values) ? Assert.Single(values) : null;
}
