using Coordination.Contracts;
using Coordination.Contracts.Client;
using Coordination.Contracts.Incidents;
using Coordination.Contracts.Live;
using Microsoft.AspNetCore.Http.Connections;
using Microsoft.AspNetCore.SignalR.Client;
using Microsoft.Extensions.DependencyInjection;

namespace Coordination.Scenarios;

/// <summary>A console that writes down what it hears.</summary>
internal sealed class Heard : IAsyncDisposable
{
    private readonly HubConnection _hub;
    private readonly List<string> _heard = [];

    private Heard(HubConnection hub)
    {
        _hub = hub;
        hub.On<BoardChange>(nameof(ILiveClient.Rows), change => Add([.. change.Incidents.Select(line => $"line {line.Id} {line.Version}"), .. change.Escalations.Select(run => $"run {run.Subject} {run.Version}")]));
        hub.On<string, long>(nameof(ILiveClient.Gone), (stream, version) => Add($"gone {stream["incident/".Length..]} {version}"));
        hub.On<string, long>(nameof(ILiveClient.Changed), (part, version) => Add($"changed {part} {version}"));
    }

    public bool IsClosed => _hub.State == HubConnectionState.Disconnected;

    public IReadOnlyList<string> All
    {
        get
        {
            lock (_heard)
            {
                return [.. _heard];
            }
        }
    }

    /// <summary>Joins the board and watches an incident.</summary>
    public static async Task<Heard> ListenAsync(Uri address, HttpMessageHandler handler, IncidentId incident)
    {
        var hub = new HubConnectionBuilder()
            .WithUrl(new Uri(address, LiveHub.Path), options =>
            {
                // The session's cookie is in its handler, which a web socket would not ask.
                options.Transports = HttpTransportType.LongPolling;
                options.HttpMessageHandlerFactory = _ => new Shared(handler);
            })
            .AddJsonProtocol(options => options.PayloadSerializerOptions = Wire.Json)
            .Build();
        var heard = new Heard(hub);
        await hub.StartAsync();
        await hub.InvokeAsync(LiveHub.JoinBoard);
        await heard.WatchAsync(incident);
        return heard;
    }

    public Task WatchAsync(IncidentId incident) => _hub.InvokeAsync(LiveHub.Watch, incident.Value);

    public int Count(Func<string, bool> which) => All.Count(which);

    public override string ToString() => string.Join("; ", All);

    public ValueTask DisposeAsync() => _hub.DisposeAsync();

    private void Add(params string[] what)
    {
        lock (_heard)
        {
            _heard.AddRange(what);
        }
    }

    /// <summary>The connection ends with the hub, the handler does not.</summary>
    private sealed class Shared(HttpMessageHandler handler) : HttpMessageHandler
    {
        private readonly HttpMessageInvoker _invoker = new(handler, disposeHandler: false);

        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) => _invoker.SendAsync(request, cancellationToken);

        protected override void Dispose(bool disposing)
        {
            _invoker.Dispose();
            base.Dispose(disposing);
        }
    }
}
