using System.Net;
using System.Text.RegularExpressions;

namespace Coordination.Scenarios.OpenId;

/// <summary>A browser without a screen: keeps cookies as browsers do (by path, for every port of a host, and secure ones on loopback), and goes from page to page.</summary>
internal sealed partial class Visitor : IDisposable
{
    private readonly HttpClient _http = new(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false });
    private readonly Dictionary<(string Host, string Path, string Name), string> _cookies = [];

    /// <summary>Where it has been, the newest last.</summary>
    public List<Uri> Visited { get; } = [];

    /// <summary>What was said of cookies.</summary>
    public List<string> SetCookies { get; } = [];

    public async Task<Page> GetAsync(Uri address) => await FollowAsync(await StepAsync(new(HttpMethod.Get, address)));

    /// <summary>One request, wherever its answer leads.</summary>
    public Task<Page> OneAsync(Uri address) => StepAsync(new(HttpMethod.Get, address));

    /// <summary>Presses a button of the provider's page and stops before the browser is sent back.</summary>
    public Task<Page> ChooseAsync(Page page, string person)
        => StepAsync(new(HttpMethod.Post, new Uri(page.Address, "/authorize"))
        {
            Content = new FormUrlEncodedContent(Hidden().Matches(page.Text).Select(match => KeyValuePair.Create(WebUtility.HtmlDecode(match.Groups[1].Value), WebUtility.HtmlDecode(match.Groups[2].Value))).Append(new("person", person))),
        });

    public async Task<Page> FollowAsync(Page page)
    {
        while (page.Next is { } next)
        {
            page = await StepAsync(new(HttpMethod.Get, next));
        }

        return page;
    }

    public async Task<string> PostAsync(Uri address)
        => (await StepAsync(new(HttpMethod.Post, address) { Content = new StringContent("", System.Text.Encoding.UTF8, "application/json") })).Text;

    public bool Has(string cookie) => _cookies.Keys.Any(key => key.Name == cookie);

    public void Dispose() => _http.Dispose();

    private async Task<Page> StepAsync(HttpRequestMessage request)
    {
        using (request)
        {
            Visited.Add(request.RequestUri!);
            var fitting = _cookies.Where(one => one.Key.Host == request.RequestUri!.Host && request.RequestUri.AbsolutePath.StartsWith(one.Key.Path, StringComparison.Ordinal)).Select(one => $"{one.Key.Name}={one.Value}").ToArray();
            if (fitting.Length > 0)
            {
                request.Headers.Add("Cookie", string.Join("; ", fitting));
            }

            using var answer = await _http.SendAsync(request);
            foreach (var set in answer.Headers.TryGetValues("Set-Cookie", out var all) ? all : [])
            {
                Keep(request.RequestUri!.Host, set);
            }

            var next = answer.Headers.Location is { } location ? new Uri(request.RequestUri!, location) : null;
            return new(request.RequestUri!, answer.StatusCode, await answer.Content.ReadAsStringAsync(), next);
        }
    }

    private void Keep(string host, string set)
    {
        SetCookies.Add(set);
        var parts = set.Split(';', StringSplitOptions.TrimEntries);
        var (name, value) = (parts[0].Split('=', 2)[0], parts[0].Split('=', 2)[1]);
        var path = parts.FirstOrDefault(part => part.StartsWith("path=", StringComparison.OrdinalIgnoreCase))?[5..] ?? "/";
        if (value.Length == 0)
        {
            _cookies.Remove((host, path, name));
            return;
        }

        _cookies[(host, path, name)] = value;
    }

    [GeneratedRegex("<input type=\"hidden\" name=\"([^\"]*)\" value=\"([^\"]*)\">")]
    private static partial Regex Hidden();
}

/// <summary>What was answered.</summary>
/// <param name="Next">Where the browser is sent.</param>
internal sealed record Page(Uri Address, HttpStatusCode Status, string Text, Uri? Next);
