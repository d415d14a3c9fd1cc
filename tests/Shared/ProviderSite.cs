using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Coordination.Connectors.Csaf;

namespace Coordination.Shared;

/// <summary>A publisher's site as a CSAF provider, on this machine: metadata, a ROLIE feed, documents with hashes and signatures. What it serves can be made wrong.</summary>
internal sealed class ProviderSite : IAsyncDisposable
{
    private static readonly DateTimeOffset Long = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private readonly HttpListener _listener = new();
    private readonly Task _serving;
    private readonly ConcurrentDictionary<string, string> _updated = new(StringComparer.Ordinal);
    private readonly string _secret = OpenPgpKey.Make("Example Vendor <csaf@vendor.example>", Long);

    private ProviderSite(int port)
    {
        Address = string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{port}");
        _listener.Prefixes.Add(Address + "/");
        _listener.Start();
        _serving = ServeAsync();
        Key = OpenPgpKey.FromFile(Encoding.ASCII.GetBytes(_secret), "");
        Put("/key.asc", Encoding.ASCII.GetBytes(Key.PublicKey));
        Describe();
        List();
    }

    public string Address { get; }

    public string Metadata => Address + "/.well-known/csaf/provider-metadata.json";

    public OpenPgpKey Key { get; }

    /// <summary>What is answered at a path: a status, and a body or where to go.</summary>
    public ConcurrentDictionary<string, (int Status, byte[] Body, string? Location)> Files { get; } = new(StringComparer.Ordinal);

    /// <summary>What was asked for.</summary>
    public ConcurrentQueue<string> Asked { get; } = new();

    /// <summary>Before an answer is given.</summary>
    public Func<string, Task> Before { get; set; } = _ => Task.CompletedTask;

    public static ProviderSite Start()
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

    /// <summary>A document of its own, as small as one may be.</summary>
    public static byte[] Document(string id, string version = "1", string title = "A flaw", string space = "https://vendor.example", string label = "WHITE")
    {
        var history = string.Join(',', Enumerable.Range(1, int.Parse(version, CultureInfo.InvariantCulture)).Select(number => $$"""{"date":"2026-01-0{{number}}T10:00:00Z","number":"{{number}}","summary":"s"}"""));
        return Encoding.UTF8.GetBytes($$$"""
            {"document":{"category":"csaf_security_advisory","csaf_version":"2.0","distribution":{"tlp":{"label":"{{{label}}}"}},"lang":"en","notes":[{"category":"summary","text":"It is bad."}],
            "publisher":{"category":"vendor","name":"Example Vendor","namespace":"{{{space}}}"},"title":"{{{title}}}",
            "tracking":{"current_release_date":"2026-01-0{{{version}}}T10:00:00Z","id":"{{{id}}}","initial_release_date":"2026-01-01T10:00:00Z","revision_history":[{{{history}}}],"status":"final","version":"{{{version}}}"}},
            "product_tree":{"full_product_names":[{"name":"Gateway 1","product_id":"P1"},{"name":"Gateway 2","product_id":"P2"}]},
            "vulnerabilities":[{"cve":"CVE-2026-12345","notes":[{"category":"description","text":"Bad."}],"product_status":{"known_affected":["P1"],"fixed":["P2"]},
            "remediations":[{"category":"vendor_fix","details":"Update.","product_ids":["P1"]}]}]}
            """);
    }

    /// <summary>Publishes a document with its hashes and signature, and lists it.</summary>
    public void Publish(string name, byte[] document, string updated = "2026-01-01T10:00:00Z", OpenPgpKey? by = null, byte[]? hashed = null)
    {
        var path = $"/csaf/{name}";
        Put(path, document);
        Put(path + ".sha256", Encoding.ASCII.GetBytes($"{Convert.ToHexStringLower(SHA256.HashData(hashed ?? document))}  {name}\n"));
        Put(path + ".sha512", Encoding.ASCII.GetBytes($"{Convert.ToHexStringLower(SHA512.HashData(hashed ?? document))}  {name}\n"));
        Put(path + ".asc", Encoding.ASCII.GetBytes((by ?? Key).Sign(document, Long)));
        _updated[name] = updated;
        List();
    }

    public void Put(string path, byte[] body) => Files[path] = (200, body, null);

    /// <summary>Its metadata, with a feed or with a directory.</summary>
    public void Describe(bool directory = false, string space = "https://vendor.example", string? fingerprint = null) => Put("/.well-known/csaf/provider-metadata.json", Bytes(new JsonObject
    {
        ["canonical_url"] = Metadata, ["last_updated"] = "2026-01-01T10:00:00Z", ["list_on_CSAF_aggregators"] = true, ["mirror_on_CSAF_aggregators"] = true, ["metadata_version"] = "2.0",
        ["role"] = "csaf_trusted_provider", ["publisher"] = new JsonObject { ["category"] = "vendor", ["name"] = "Example Vendor", ["namespace"] = space },
        ["distributions"] = new JsonArray(directory
            ? new JsonObject { ["directory_url"] = Address + "/csaf/" }
            : new JsonObject { ["rolie"] = new JsonObject { ["feeds"] = new JsonArray(new JsonObject { ["tlp_label"] = "WHITE", ["url"] = Address + "/feed.json" }) } }),
        ["public_openpgp_keys"] = new JsonArray(new JsonObject { ["fingerprint"] = fingerprint ?? Key.Fingerprint, ["url"] = Address + "/key.asc" }),
    }));

    public async ValueTask DisposeAsync()
    {
        _listener.Stop();
        await _serving;
        _listener.Close();
    }

    private static int Free()
    {
        using var free = new TcpListener(IPAddress.Loopback, 0);
        free.Start();
        return ((IPEndPoint)free.LocalEndpoint).Port;
    }

    private void List()
    {
        Put("/feed.json", Bytes(new JsonObject
        {
            ["feed"] = new JsonObject
            {
                ["id"] = "feed", ["title"] = "Feed", ["updated"] = "2026-01-01T10:00:00Z",
                ["entry"] = new JsonArray([.. _updated.OrderBy(pair => pair.Key, StringComparer.Ordinal).Select(pair => Entry(pair.Key, pair.Value))]),
            },
        }));
        Put("/csaf/changes.csv", Encoding.UTF8.GetBytes(string.Concat(_updated.Select(pair => $"\"{pair.Key}\",\"{pair.Value}\"\n"))));
    }

    private JsonObject Entry(string name, string updated)
    {
        var url = $"{Address}/csaf/{name}";
        return new()
        {
            ["id"] = name, ["title"] = name, ["updated"] = updated, ["content"] = new JsonObject { ["src"] = url, ["type"] = "application/json" },
            ["link"] = new JsonArray(Link("self", url), Link("hash", url + ".sha256"), Link("hash", url + ".sha512"), Link("signature", url + ".asc")),
        };
    }

    private static JsonObject Link(string rel, string href) => new() { ["rel"] = rel, ["href"] = href };

    private static byte[] Bytes(JsonNode node) => Encoding.UTF8.GetBytes(node.ToJsonString());

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
            var path = context.Request.Url!.AbsolutePath;
            Asked.Enqueue(path);
            await Before(path);
            var (status, body, location) = Files.TryGetValue(path, out var file) ? file : (404, [], null);
            context.Response.StatusCode = status;
            if (location is not null)
            {
                context.Response.RedirectLocation = location;
            }

            context.Response.ContentLength64 = body.Length;
            await context.Response.OutputStream.WriteAsync(body);
            context.Response.Close();
        }
        catch (Exception gone) when (gone is HttpListenerException or ObjectDisposedException or IOException or InvalidOperationException)
        {
            // Whoever asked has left.
        }
    }
}
