using System.Net;
using System.Security.Cryptography;
using System.Threading.Channels;
using Coordination.Cli.Access;
using Coordination.Contracts;
using Coordination.Contracts.Client;
using Coordination.Contracts.Live;
using Microsoft.AspNetCore.SignalR.Client;
using Microsoft.Extensions.DependencyInjection;

namespace Coordination.Cli.Live;

/// <summary>
/// Keeps a board right: join, read the whole board, then take what the hub says; the same again after every gap, for ever. The hub, the timer and
/// the closing of the wire all write into one channel and one loop reads it, so nothing here needs a lock.
/// </summary>
internal sealed class BoardFollower(Server server, TimeProvider clock, IBoardScreen screen)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(8);
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    private readonly BoardStore _store = new();
    private readonly Channel<object> _heard = Channel.CreateUnbounded<object>(new() { SingleReader = true });
    private TimeSpan _offset;

    private enum Sign
    {
        Tick,
        Closed,
        Reload,
    }

    /// <summary>Follows until cancelled. Whoever cannot be reached or does not let us in at the first attempt is an error; later it is a gap.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        // Over HTTP first: its answers say what is wrong.
        await server.Client.BoardAsync(cancellationToken);
        await using var hub = Connect();
        using var timer = clock.CreateTimer(_ => Say(Sign.Tick), null, Second, Second);
        _store.Changed += screen.Changed;
        for (var attempt = 0; !cancellationToken.IsCancellationRequested;)
        {
            try
            {
                await ReadAsync(hub, cancellationToken);
                attempt = 0;
                if (await ListenAsync(cancellationToken) == Sign.Reload)
                {
                    continue;
                }
            }
            catch (Exception failure) when (!cancellationToken.IsCancellationRequested && !IsShutOut(failure))
            {
                // Whatever it was, the board is not right, so try again.
            }

            screen.Stale(_store, Now);
            await PauseAsync(attempt++, cancellationToken);
        }
    }

    private DateTimeOffset Now => clock.GetUtcNow() + _offset;

    private HubConnection Connect()
    {
        var hub = new HubConnectionBuilder()
            .WithUrl(new Uri(server.Address, LiveHub.Path), options => options.Headers.Add(server.Credential.Key, server.Credential.Value))
            .AddJsonProtocol(options => Wire.Configure(options.PayloadSerializerOptions))
            .Build();
        hub.ServerTimeout = TimeSpan.FromSeconds(20);
        hub.KeepAliveInterval = TimeSpan.FromSeconds(8);
        hub.On<BoardChange>(nameof(ILiveClient.Rows), change => Say(change));
        hub.On<string, long>(nameof(ILiveClient.Gone), (stream, version) => Say(new Gone(stream, version)));
        hub.On(nameof(ILiveClient.Reload), () => Say(Sign.Reload));
        hub.Closed += _ =>
        {
            Say(Sign.Closed);
            return Task.CompletedTask;
        };
        return hub;
    }

    private void Say(object message) => _heard.Writer.TryWrite(message);

    private async Task ReadAsync(HubConnection hub, CancellationToken cancellationToken)
    {
        using var patience = new CancellationTokenSource(Patience, clock);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, patience.Token);
        if (hub.State == HubConnectionState.Disconnected)
        {
            // What was said before belongs to a wire that is no more.
            while (_heard.Reader.TryRead(out _))
            {
            }

            await hub.StartAsync(both.Token);
        }

        await hub.InvokeAsync(LiveHub.JoinBoard, both.Token);
        var board = await server.Client.BoardAsync(both.Token);
        _offset = board.Now - clock.GetUtcNow();
        // What was pushed meanwhile waits in the channel and is taken after this.
        _store.Replace(board, []);
        screen.Live(_store, Now);
    }

    /// <summary>Takes what the hub says until the board must be read again.</summary>
    private async Task<Sign> ListenAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            switch (await _heard.Reader.ReadAsync(cancellationToken))
            {
                case Sign.Tick:
                    screen.Draw(_store, Now);
                    break;
                case Sign sign:
                    return sign;
                case var message:
                    _offset = message is BoardChange change ? change.Now - clock.GetUtcNow() : _offset;
                    _store.Take(message);
                    screen.Draw(_store, Now);
                    break;
            }
        }
    }

    /// <summary>Short at first, at most half a minute, with jitter; the screen goes on meanwhile.</summary>
    private async Task PauseAsync(int attempt, CancellationToken cancellationToken)
    {
        var whole = attempt == 0 ? 400 : (int)Math.Min(30_000, 1_000L << Math.Min(attempt - 1, 10));
        var pause = Task.Delay(TimeSpan.FromMilliseconds(RandomNumberGenerator.GetInt32(whole / 2, whole + 1)), clock, cancellationToken);
        while (!pause.IsCompleted)
        {
            if (await Task.WhenAny(pause, _heard.Reader.WaitToReadAsync(cancellationToken).AsTask()) != pause && _heard.Reader.TryRead(out var message) && message is Sign.Tick)
            {
                screen.Draw(_store, Now);
            }
        }

        await pause;
    }

    private static bool IsShutOut(Exception failure) => failure switch
    {
        ProblemException problem => problem.Status is HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden,
        HttpRequestException http => http.StatusCode is HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden,
        _ => false,
    };
}

/// <summary>Where the board is shown.</summary>
internal interface IBoardScreen
{
    /// <summary>A line came, changed or went.</summary>
    void Changed(BoardLine? old, BoardLine? line);

    /// <summary>The whole board was read: it is right.</summary>
    void Live(BoardStore store, DateTimeOffset now);

    /// <summary>The wire is cut: the board may be old from now on.</summary>
    void Stale(BoardStore store, DateTimeOffset now);

    /// <summary>Something may look different, if only the time.</summary>
    void Draw(BoardStore store, DateTimeOffset now);
}
