using System.Threading.Channels;
using Coordination.Contracts;
using Coordination.Contracts.Client;
using Coordination.Contracts.Live;
using Coordination.Faults.Processes;
using Microsoft.AspNetCore.SignalR.Client;
using Microsoft.Extensions.DependencyInjection;

namespace Coordination.Faults.Load;

/// <summary>
/// A console as officers have it open: joins, reads, takes what is pushed; and moves to another host when its own is gone, or silent for so long that it must be
/// thought gone. Only web sockets, so that no host need know what another has agreed with it.
/// </summary>
internal sealed class WatchingConsole(string name, int first, IReadOnlyList<Node> nodes, Session session) : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(8);
    private static readonly object Closed = new();
    private static readonly object Reload = new();

    private readonly CancellationTokenSource _stop = new();
    private readonly Lock _lock = new();
    private readonly BoardStore _store = new();
    private Task _running = Task.CompletedTask;

    public string Name => name;

    /// <summary>How often it has read the whole board.</summary>
    public int Readings { get; private set; }

    /// <summary>How often a host that had served it did so no longer.</summary>
    public int Moves { get; private set; }

    public void Start() => _running = RunAsync();

    /// <summary>What it shows, looked at while nothing changes under the eyes.</summary>
    public TResult Look<TResult>(Func<BoardStore, TResult> look)
    {
        lock (_lock)
        {
            return look(_store);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _running;
        _stop.Dispose();
    }

    private async Task RunAsync()
    {
        for (var host = first; !_stop.IsCancellationRequested; host++)
        {
            var readings = Readings;
            try
            {
                await FollowAsync(nodes[host % nodes.Count].Address ?? throw new IOException("This host has no address yet."));
            }
            catch (Exception gone)
            {
                // Whatever it was: this host does not serve it now, so the next is tried; or the test is over.
                _ = gone;
            }

            Moves += Readings > readings ? 1 : 0;
            await Task.WhenAny(Task.Delay(TimeSpan.FromMilliseconds(300), TimeProvider.System, _stop.Token));
        }
    }

    /// <summary>Stays with a host until its wire is cut.</summary>
    private async Task FollowAsync(Uri address)
    {
        var heard = Channel.CreateUnbounded<object>();
        await using var hub = Connect(address, heard.Writer);
        using var http = new HttpClient(new SocketsHttpHandler { UseCookies = false }) { BaseAddress = address, Timeout = Patience };
        http.DefaultRequestHeaders.Add(session.Header, session.Value);
        var client = new CoordinationClient(http, TimeProvider.System);
        while (true)
        {
            using var patience = new CancellationTokenSource(Patience, TimeProvider.System);
            using var both = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, _stop.Token);
            if (hub.State == HubConnectionState.Disconnected)
            {
                await hub.StartAsync(both.Token);
            }

            await hub.InvokeAsync(LiveHub.JoinBoard, both.Token);
            var board = await client.BoardAsync(both.Token);
            lock (_lock)
            {
                _store.Replace(board, []);
                Readings++;
            }

            if (await ListenAsync(heard.Reader) == Closed)
            {
                return;
            }
        }
    }

    private async Task<object> ListenAsync(ChannelReader<object> heard)
    {
        while (true)
        {
            var message = await heard.ReadAsync(_stop.Token);
            if (message == Closed || message == Reload)
            {
                return message;
            }

            lock (_lock)
            {
                _store.Take(message);
            }
        }
    }

    private HubConnection Connect(Uri address, ChannelWriter<object> heard)
    {
        var hub = new HubConnectionBuilder()
            .WithUrl(new Uri(address, LiveHub.Path), options =>
            {
                options.Headers.Add(session.Header, session.Value);
                options.Transports = Microsoft.AspNetCore.Http.Connections.HttpTransportType.WebSockets;
                options.SkipNegotiation = true;
            })
            .AddJsonProtocol(static options => Wire.Configure(options.PayloadSerializerOptions))
            .Build();
        hub.ServerTimeout = TimeSpan.FromSeconds(20);
        hub.KeepAliveInterval = TimeSpan.FromSeconds(8);
        hub.On<BoardChange>(nameof(ILiveClient.Rows), change => heard.TryWrite(change));
        hub.On<string, long>(nameof(ILiveClient.Gone), (stream, version) => heard.TryWrite(new Gone(stream, version)));
        hub.On(nameof(ILiveClient.Reload), () => heard.TryWrite(Reload));
        hub.Closed += _ =>
        {
            heard.TryWrite(Closed);
            return Task.CompletedTask;
        };
        return hub;
    }
}
