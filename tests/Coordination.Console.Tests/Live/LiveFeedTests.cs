using System.Collections.Concurrent;
using System.Net;
using System.Text;
using System.Text.Json;
using Coordination.Console.Live;
using Coordination.Contracts;
using Coordination.Contracts.Client;
using Coordination.Contracts.Incidents;
using Coordination.Contracts.Live;
using Microsoft.Extensions.Time.Testing;

namespace Coordination.Console.Tests.Live;

public sealed class LiveFeedTests : IDisposable
{
    private readonly OneThread _page = new();
    private readonly FakeTimeProvider _clock = new(Make.Noon);
    private readonly Wire _wire = new();
    private readonly Server _server = new();
    private readonly BoardStore _store = new();
    private readonly HttpClient _http;
    private readonly Ticker _ticker;
    private readonly LiveFeed _feed;

    public LiveFeedTests()
    {
        _http = new HttpClient(_server) { BaseAddress = new Uri("http://console.test") };
        _ticker = new Ticker(_clock);
        _feed = new LiveFeed(_wire, new CoordinationClient(_http, _clock), _store, new ServerClock(_clock), _ticker, _clock);
    }

    public void Dispose()
    {
        _feed.Dispose();
        _ticker.Dispose();
        _http.Dispose();
    }

    [Fact]
    public async Task It_joins_before_it_reads_so_that_nothing_falls_between()
    {
        _server.OnBoard = () =>
        {
            Assert.Equal([LiveHub.JoinBoard], _wire.Calls);
            // Pushed after the snapshot was taken and before it arrived.
            _wire.Push(Make.Change(Make.Incident(version: 2, title: "pushed")));
            return Make.Board([Make.Incident(version: 1, title: "read")]);
        };

        _page.Run(_feed.Start);
        await UntilAsync(() => _feed.State == LiveState.Live);

        Assert.Equal("pushed", _store.Find(IncidentId.Of("a"))!.Incident.Title);
    }

    [Fact]
    public async Task After_a_lost_wire_it_reads_everything_again()
    {
        _server.OnBoard = () => Make.Board([Make.Incident(version: 1)]);
        _page.Run(_feed.Start);
        await UntilAsync(() => _feed.State == LiveState.Live);
        var told = 0;
        _feed.CaughtUp += different => told = different;

        _server.OnBoard = () => Make.Board([Make.Incident(version: 7)]);
        _wire.Lose();
        Assert.NotEqual(LiveState.Live, _feed.State);
        _wire.Return();
        await UntilAsync(() => _feed.State == LiveState.Live && told == 1);

        Assert.Equal(7, _store.Find(IncidentId.Of("a"))!.Incident.Version);
    }

    [Fact]
    public async Task A_machine_that_slept_reads_everything_again()
    {
        _server.OnBoard = () => Make.Board([Make.Incident(version: 1)]);
        _page.Run(_feed.Start);
        await UntilAsync(() => _feed.State == LiveState.Live);
        var read = _server.Reads;

        // No tick for a minute, then one.
        _clock.AutoAdvanceAmount = TimeSpan.Zero;
        _clock.SetUtcNow(_clock.GetUtcNow() + TimeSpan.FromMinutes(1));

        await UntilAsync(() => _server.Reads > read);
    }

    [Fact]
    public async Task It_never_stops_trying()
    {
        _server.OnBoard = () => throw new HttpRequestException("down");
        _page.Run(_feed.Start);
        await UntilAsync(() =>
        {
            _clock.Advance(TimeSpan.FromSeconds(31));
            return _server.Reads > 40;
        });
        Assert.Equal(LiveState.Offline, _feed.State);

        _server.OnBoard = () => Make.Board([]);
        await UntilAsync(() =>
        {
            _clock.Advance(TimeSpan.FromSeconds(31));
            return _feed.State == LiveState.Live;
        });
    }

    [Fact]
    public async Task Pushes_of_one_frame_are_applied_together()
    {
        _server.OnBoard = () => Make.Board([]);
        _page.Run(_feed.Start);
        await UntilAsync(() => _feed.State == LiveState.Live);
        var applied = 0;
        _feed.Applied += () => applied++;

        _wire.Push(Make.Change(Make.Incident("a")));
        _wire.Push(Make.Change(Make.Incident("b")));
        Assert.Empty(_store.Lines);
        _clock.Advance(TimeSpan.FromMilliseconds(100));

        Assert.Equal(1, applied);
        Assert.Equal(2, _store.Lines.Count);
    }

    [Fact]
    public async Task A_server_that_no_longer_knows_the_officer_ends_the_feed()
    {
        _server.Status = HttpStatusCode.Unauthorized;
        var signedOut = false;
        _feed.SignedOut += () => signedOut = true;

        _page.Run(_feed.Start);

        await UntilAsync(() => signedOut);
    }

    private async Task UntilAsync(Func<bool> holds)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        while (!Holds())
        {
            patience.Token.ThrowIfCancellationRequested();
            await Task.Yield();
        }

        bool Holds()
        {
            _page.Run(static () => { });
            return holds();
        }
    }

    /// <summary>As in a browser, where the feed has one thread: nothing of it goes on but when it is given a turn.</summary>
    private sealed class OneThread : SynchronizationContext
    {
        private readonly ConcurrentQueue<(SendOrPostCallback Go, object? State)> _ready = new();

        public override void Post(SendOrPostCallback d, object? state) => _ready.Enqueue((d, state));

        public void Run(Action act)
        {
            var before = Current;
            SetSynchronizationContext(this);
            try
            {
                act();
                while (_ready.TryDequeue(out var next))
                {
                    next.Go(next.State);
                }
            }
            finally
            {
                SetSynchronizationContext(before);
            }
        }
    }

    private sealed class Wire : ILiveConnection
    {
        public event Action<object>? Board;

        public event Action<string, long>? Changed;

        public event Action? Reload;

        public event Action? Lost;

        public event Action? Back;

        public List<string> Calls { get; } = [];

        public void Push(object message) => Board?.Invoke(message);

        public void Lose() => Lost?.Invoke();

        public void Return()
        {
            Back?.Invoke();
            Changed?.Invoke("incident/none", 1);
            Reload?.Invoke();
        }

        public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StopAsync() => Task.CompletedTask;

        public Task CallAsync(string method, object? argument, CancellationToken cancellationToken)
        {
            Calls.Add(method);
            return Task.CompletedTask;
        }

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }

    private sealed class Server : HttpMessageHandler
    {
        public Func<BoardView> OnBoard { get; set; } = () => Make.Board([]);

        public HttpStatusCode Status { get; set; } = HttpStatusCode.OK;

        public int Reads { get; private set; }

        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            Reads++;
            var body = Status == HttpStatusCode.OK ? JsonSerializer.Serialize(OnBoard(), Contracts.Wire.Json) : "{}";
            return Task.FromResult(new HttpResponseMessage(Status) { Content = new StringContent(body, Encoding.UTF8, "application/json") });
        }
    }
}
