using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.Json.Nodes;

namespace Coordination.Shared;

/// <summary>A partner's TAXII 2.1 server on this machine, written after the standard: one API root, collections with objects, an inbox. It can be made to misbehave.</summary>
internal sealed class TaxiiSite : IAsyncDisposable
{
    public const string Media = "application/taxii+json;version=2.1";
    private static readonly DateTimeOffset Begin = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private readonly HttpListener _listener = new();
    private readonly Task _serving;
    private readonly Lock _door = new();
    private readonly List<(DateTimeOffset Added, string Json)> _objects = [];
    private readonly Dictionary<string, JsonObject> _statuses = new(StringComparer.Ordinal);

    private TaxiiSite(int port)
    {
        Address = string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{port}");
        _listener.Prefixes.Add(Address + "/");
        _listener.Start();
        _serving = ServeAsync();
    }

    public string Address { get; }

    public string Root => Address + "/api/";

    /// <summary>The most that one page has, whatever is asked for.</summary>
    public int Page { get; set; } = 1_000;

    /// <summary>How large a document may be that is brought.</summary>
    public long MaxContentLength { get; set; } = 1_000_000;

    /// <summary>The header that opens it; null: it is open.</summary>
    public string? Authorization { get; set; }

    /// <summary>So many times a status is asked before it is complete.</summary>
    public int Pending { get; set; }

    /// <summary>Why an object is not taken.</summary>
    public Func<JsonObject, string?> Refuse { get; set; } = static _ => null;

    /// <summary>Answers instead; false: as ever.</summary>
    public Func<HttpListenerContext, Task<bool>> Instead { get; set; } = static _ => Task.FromResult(false);

    /// <summary>What was asked for: method, path and query.</summary>
    public ConcurrentQueue<string> Asked { get; } = new();

    /// <summary>The ids and versions (<c>modified</c>, else <c>created</c>) of what was brought, in every document in which they came.</summary>
    public ConcurrentQueue<(string Id, string? Version)> Brought { get; } = new();

    public static TaxiiSite Start()
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                return new(Free());
            }
            catch (HttpListenerException) when (attempt < 20)
            {
                // Between looking and listening somebody else came to the same port.
            }
        }
    }

    /// <summary>An indicator of that number, always the same.</summary>
    public static string Indicator(int number) => string.Create(
        CultureInfo.InvariantCulture,
        $$"""{"type":"indicator","spec_version":"2.1","id":"indicator--00000000-0000-4000-8000-{{number:D12}}","created":"2026-01-01T00:00:00.000Z","modified":"2026-01-01T00:00:00.000Z","name":"Number {{number}}","pattern":"[ipv4-addr:value = '198.51.100.{{number % 250}}']","pattern_type":"stix","valid_from":"2026-01-01T00:00:00Z"}""");

    public void Add(params IEnumerable<string> objects)
    {
        lock (_door)
        {
            foreach (var one in objects)
            {
                _objects.Add((Begin.AddMicroseconds(_objects.Count + 1), one));
            }
        }
    }

    public async ValueTask DisposeAsync()
    {
        _listener.Stop();
        await _serving;
        _listener.Close();
    }

    /// <summary>Answers with what is given.</summary>
    public static async Task<bool> SayAsync(HttpListenerContext context, string body, int status = 200, string type = Media, params (string Name, string Value)[] headers)
    {
        var bytes = Encoding.UTF8.GetBytes(body);
        context.Response.StatusCode = status;
        context.Response.ContentType = type;
        foreach (var (name, value) in headers)
        {
            context.Response.Headers[name] = value;
        }

        context.Response.ContentLength64 = bytes.Length;
        await context.Response.OutputStream.WriteAsync(bytes);
        context.Response.Close();
        return true;
    }

    private static int Free()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private async Task ServeAsync()
    {
        while (_listener.IsListening)
        {
            try
            {
                _ = AnswerAsync(await _listener.GetContextAsync());
            }
            catch (Exception stopped) when (stopped is HttpListenerException or ObjectDisposedException)
            {
                return;
            }
        }
    }

    private async Task AnswerAsync(HttpListenerContext context)
    {
        try
        {
            Asked.Enqueue($"{context.Request.HttpMethod} {context.Request.Url!.PathAndQuery}");
            if (Authorization is { } needed && context.Request.Headers["Authorization"] != needed)
            {
                await SayAsync(context, """{"title":"Unauthorized"}""", 401);
            }
            else if (!await Instead(context))
            {
                await RouteAsync(context);
            }
        }
        catch (Exception gone) when (gone is HttpListenerException or ObjectDisposedException or IOException or InvalidOperationException)
        {
            // Whoever asked has left.
        }
    }

    private Task<bool> RouteAsync(HttpListenerContext context) => (context.Request.HttpMethod, context.Request.Url!.AbsolutePath) switch
    {
        ("GET", "/taxii2/") => SayAsync(context, $$"""{"title":"A partner","default":"{{Root}}","api_roots":["{{Root}}"]}"""),
        ("GET", "/api/") => SayAsync(context, $$"""{"title":"Exchange","versions":["{{Media}}"],"max_content_length":{{MaxContentLength}}}"""),
        ("GET", "/api/collections/") => SayAsync(context, """{"collections":[{"id":"green","title":"Green","can_read":true,"can_write":false},{"id":"inbox","title":"Inbox","can_read":false,"can_write":true}]}"""),
        ("GET", "/api/collections/green/objects/") => PageAsync(context),
        ("POST", "/api/collections/inbox/objects/") => TakeAsync(context),
        ("GET", var path) when path.StartsWith("/api/status/", StringComparison.Ordinal) => StatusAsync(context, path["/api/status/".Length..].TrimEnd('/')),
        _ => SayAsync(context, """{"title":"Not here"}""", 404),
    };

    private Task<bool> PageAsync(HttpListenerContext context)
    {
        var query = context.Request.QueryString;
        var after = query["added_after"] is { } text ? DateTimeOffset.Parse(text, CultureInfo.InvariantCulture) : DateTimeOffset.MinValue;
        var skip = query["next"] is { } next ? int.Parse(next, CultureInfo.InvariantCulture) : 0;
        var limit = Math.Min(Page, query["limit"] is { } asked ? int.Parse(asked, CultureInfo.InvariantCulture) : Page);
        lock (_door)
        {
            var all = _objects.Where(one => one.Added > after).Skip(skip).ToArray();
            var page = all.Take(limit).ToArray();
            var more = all.Length > page.Length ? string.Create(CultureInfo.InvariantCulture, $""","more":true,"next":"{skip + page.Length}" """) : "";
            return page.Length == 0
                ? SayAsync(context, "{}")
                : SayAsync(context, $$"""{"objects":[{{string.Join(',', page.Select(one => one.Json))}}]{{more}}}""", 200, Media, ("X-TAXII-Date-Added-First", Written(page[0].Added)), ("X-TAXII-Date-Added-Last", Written(page[^1].Added)));
        }
    }

    private async Task<bool> TakeAsync(HttpListenerContext context)
    {
        using var reader = new StreamReader(context.Request.InputStream, Encoding.UTF8);
        var text = await reader.ReadToEndAsync();
        if (text.Length > MaxContentLength)
        {
            return await SayAsync(context, """{"title":"Too large"}""", 413);
        }

        var (successes, failures) = (0, new JsonArray());
        foreach (var one in JsonNode.Parse(text)!["objects"]!.AsArray().Select(node => node!.AsObject()))
        {
            var (id, version) = ((string)one["id"]!, (string?)one["modified"] ?? (string?)one["created"]);
            Brought.Enqueue((id, version));
            if (Refuse(one) is { } why)
            {
                failures.Add(new JsonObject { ["id"] = id, ["version"] = version, ["message"] = why });
            }
            else
            {
                successes++;
            }
        }

        var status = new JsonObject
        {
            ["id"] = Guid.NewGuid().ToString(), ["status"] = "complete", ["total_count"] = successes + failures.Count, ["success_count"] = successes,
            ["failure_count"] = failures.Count, ["failures"] = failures, ["pending_count"] = 0, ["left"] = Pending,
        };
        lock (_door)
        {
            _statuses[(string)status["id"]!] = status;
            return Said(context, status, 202).GetAwaiter().GetResult();
        }
    }

    private Task<bool> StatusAsync(HttpListenerContext context, string id)
    {
        lock (_door)
        {
            return _statuses.TryGetValue(id, out var status) ? Said(context, status, 200) : SayAsync(context, """{"title":"Not here"}""", 404);
        }
    }

    /// <summary>Pending so many times, then as it is.</summary>
    private static Task<bool> Said(HttpListenerContext context, JsonObject status, int code)
    {
        var left = (int)status["left"]!;
        status["left"] = Math.Max(0, left - 1);
        var said = left == 0 ? status : new JsonObject { ["id"] = (string)status["id"]!, ["status"] = "pending", ["total_count"] = (int)status["total_count"]!, ["success_count"] = 0, ["failure_count"] = 0, ["pending_count"] = (int)status["total_count"]! };
        return SayAsync(context, said.ToJsonString(), code);
    }

    private static string Written(DateTimeOffset at) => at.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.ffffff'Z'", CultureInfo.InvariantCulture);
}
