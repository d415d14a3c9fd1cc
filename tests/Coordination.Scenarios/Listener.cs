using System.Collections.Concurrent;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Coordination.Scenarios;

/// <summary>Another system that is told by webhooks: it answers 204 at <c>/hook</c>, sends on at <c>/moved</c>, and checks signatures as Standard Webhooks describes them.</summary>
internal sealed class Listener : IAsyncDisposable
{
    public const string Secret = "whsec_c2lnbnMtdGhlLXdlYmhvb2tzLW9mLXRoZS10ZXN0cw==";

    private readonly WebApplication _app;
    private readonly ConcurrentQueue<Hook> _received = new();

    private Listener(WebApplication app)
    {
        _app = app;
        app.MapPost("/hook", TakeAsync);
        app.MapPost("/moved", async (HttpContext http) =>
        {
            await TakeAsync(http);
            http.Response.StatusCode = StatusCodes.Status307TemporaryRedirect;
            http.Response.Headers.Location = "/elsewhere";
        });
        app.MapFallback(TakeAsync);
    }

    public IReadOnlyCollection<Hook> Received => _received;

    /// <summary>What it answers at a path, where that is not what is usual; what never completes hangs.</summary>
    public Func<string, Task<int>>? Answer { get; set; }

    public string AddressOf(string path) => _app.Urls.First() + path;

    public static async Task<Listener> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        var listener = new Listener(builder.Build());
        await listener._app.StartAsync();
        return listener;
    }

    public async ValueTask DisposeAsync() => await _app.DisposeAsync();

    private async Task TakeAsync(HttpContext http)
    {
        using var body = new MemoryStream();
        await http.Request.Body.CopyToAsync(body);
        _received.Enqueue(new(
            http.Request.Path, http.Request.Headers["webhook-id"].ToString(), http.Request.Headers["webhook-timestamp"].ToString(), http.Request.Headers["webhook-signature"].ToString(), body.ToArray(), http.Request.ContentType));
        http.Response.StatusCode = Answer is { } answer ? await answer(http.Request.Path).WaitAsync(http.RequestAborted) : StatusCodes.Status204NoContent;
    }
}

/// <summary>What has arrived.</summary>
internal sealed record Hook(string Path, string Id, string Timestamp, string Signature, byte[] Body, string? MediaType = null)
{
    public JsonElement Data => JsonDocument.Parse(Body).RootElement.GetProperty("data");

    public DateTimeOffset At => DateTimeOffset.FromUnixTimeSeconds(long.Parse(Timestamp, CultureInfo.InvariantCulture));

    /// <summary>One of the signatures is the HMAC of id, timestamp and body under the secret.</summary>
    public bool IsSigned(string secret)
    {
        using var hmac = new HMACSHA256(Convert.FromBase64String(secret["whsec_".Length..]));
        hmac.TransformBlock(Encoding.ASCII.GetBytes($"{Id}.{Timestamp}."), 0, Id.Length + Timestamp.Length + 2, null, 0);
        hmac.TransformFinalBlock(Body, 0, Body.Length);
        return Signature.Split(' ').Contains("v1," + Convert.ToBase64String(hmac.Hash!));
    }
}
