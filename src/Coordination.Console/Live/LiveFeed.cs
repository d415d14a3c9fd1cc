using System.Net;
using Coordination.Contracts.Client;
using Coordination.Contracts.Incidents;
using Coordination.Contracts.Live;

namespace Coordination.Console.Live;

/// <summary>
/// Keeps the board right: join, hold back what arrives, read the whole board, then replay what is newer. The same again after
/// every gap: a lost wire, a sleep, or when the server says so. A push is a hint, a read is the truth.
/// </summary>
internal sealed class LiveFeed : IDisposable
{
    /// <summary>A wire that does not answer a call in this time is dead, whatever its state says.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(8);

    private static readonly TimeSpan OfflineAfter = TimeSpan.FromSeconds(12);

    /// <summary>The screen is redrawn for pushes at most this often.</summary>
    private static readonly TimeSpan Frame = TimeSpan.FromMilliseconds(100);

    /// <summary>A silent wire is noticed after this long, so what is on the screen may be that much older than the loss.</summary>
    private static readonly TimeSpan Silence = TimeSpan.FromSeconds(20);

    private readonly ILiveConnection _link;
    private readonly CoordinationClient _api;
    private readonly BoardStore _store;
    private readonly ServerClock _server;
    private readonly TimeProvider _clock;
    private readonly ITimer _frame;
    private readonly Dictionary<IncidentId, int> _watched = [];
    private readonly List<object> _held = [];
    private CancellationTokenSource? _running;
    private TaskCompletionSource _wanted = New();
    private bool _reading;
    private bool _framePending;
    private bool _live;
    private DateTimeOffset _lostAt;
    private DateTimeOffset _heardAt;

    public LiveFeed(ILiveConnection link, CoordinationClient api, BoardStore store, ServerClock server, Ticker ticker, TimeProvider clock)
    {
        (_link, _api, _store, _server, _clock) = (link, api, store, server, clock);
        _lostAt = clock.GetUtcNow();
        _frame = clock.CreateTimer(_ => ApplyHeld(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        link.Board += Hold;
        link.Changed += (stream, version) => ThingChanged?.Invoke(stream, version);
        link.Reload += Ask;
        link.Back += Ask;
        link.Lost += () =>
        {
            Lose();
            Ask();
        };
        ticker.Woke += Ask;
    }

    /// <summary>The state, or the time of the data, is another.</summary>
    public event Action? StateChanged;

    /// <summary>The store has taken what arrived.</summary>
    public event Action? Applied;

    /// <summary>A watched thing is newer than it was; null: any of them may be.</summary>
    public event Action<string?, long>? ThingChanged;

    /// <summary>The board was read again after a gap; so many lines are different.</summary>
    public event Action<int>? CaughtUp;

    /// <summary>The server no longer knows who this is.</summary>
    public event Action? SignedOut;

    public LiveState State => _live ? LiveState.Live
        : _clock.GetUtcNow() - _lostAt > OfflineAfter ? LiveState.Offline
        : LiveState.Reconnecting;

    /// <summary>The board has been read at least once.</summary>
    public bool HasData { get; private set; }

    /// <summary>How old what is shown may be.</summary>
    public DateTimeOffset DataFrom { get; private set; }

    /// <summary>Starts, once for a session.</summary>
    public void Start()
    {
        if (_running is null)
        {
            _running = new CancellationTokenSource();
            _ = KeepAsync(_running.Token);
            Ask();
        }
    }

    /// <summary>Stops and forgets: another person may sign in.</summary>
    public async Task StopAsync()
    {
        if (_running is { } running)
        {
            _running = null;
            await running.CancelAsync();
            running.Dispose();
            Lose();
            await _link.StopAsync();
            _held.Clear();
            _store.Clear();
            HasData = false;
        }
    }

    /// <summary>Read everything again as soon as possible.</summary>
    public void Ask() => _wanted.TrySetResult();

    /// <summary>Asks to be told of changes of one incident until the answer is disposed.</summary>
    public async Task<IAsyncDisposable> WatchAsync(IncidentId id)
    {
        _watched[id] = _watched.GetValueOrDefault(id) + 1;
        if (_live)
        {
            await TryCallAsync(LiveHub.Watch, id.Value);
        }

        return new Watching(this, id);
    }

    public void Dispose()
    {
        _running?.Cancel();
        _running?.Dispose();
        _frame.Dispose();
    }

    private static TaskCompletionSource New() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    private async Task KeepAsync(CancellationToken cancellationToken)
    {
        var attempt = 0;
        while (!cancellationToken.IsCancellationRequested)
        {
            await _wanted.Task.WaitAsync(cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ContinueOnCapturedContext);
            _wanted = New();
            while (!cancellationToken.IsCancellationRequested)
            {
                try
                {
                    await ReadAsync(cancellationToken);
                    attempt = 0;
                    break;
                }
                catch (Exception refused) when (IsSignedOut(refused))
                {
                    Lose();
                    SignedOut?.Invoke();
                    return;
                }
                catch (Exception) when (!cancellationToken.IsCancellationRequested)
                {
                    // Whatever it was, the answer is the same: the board is not right, so try again, for ever.
                    Lose();
                    await PauseAsync(EndlessRetry.Pause(attempt++), cancellationToken);
                }
                catch (OperationCanceledException)
                {
                    return;
                }
            }
        }
    }

    /// <summary>Waits, but not longer than until something new has happened.</summary>
    private async Task PauseAsync(TimeSpan pause, CancellationToken cancellationToken)
    {
        await Task.WhenAny(Task.Delay(pause, _clock, cancellationToken), _wanted.Task);
        if (_wanted.Task.IsCompleted)
        {
            _wanted = New();
        }
    }

    private async Task ReadAsync(CancellationToken cancellationToken)
    {
        using var patience = new CancellationTokenSource(Patience, _clock);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, patience.Token);
        try
        {
            await _link.StartAsync(both.Token);
            _reading = true;
            await _link.CallAsync(LiveHub.JoinBoard, null, both.Token);
            foreach (var id in _watched.Keys.ToList())
            {
                await TryCallAsync(LiveHub.Watch, id.Value);
            }
        }
        catch (Exception) when (patience.IsCancellationRequested)
        {
            _reading = false;
            await _link.StopAsync();
            throw;
        }

        try
        {
            var board = await _api.BoardAsync(cancellationToken);
            _server.Hear(board.Now);
            var different = _store.Replace(board, _held);
            _held.Clear();
            Live(HasData ? different : 0);
        }
        finally
        {
            _reading = false;
        }
    }

    private void Live(int different)
    {
        HasData = true;
        _live = true;
        Heard();
        StateChanged?.Invoke();
        Applied?.Invoke();
        ThingChanged?.Invoke(null, 0);
        if (different > 0)
        {
            CaughtUp?.Invoke(different);
        }
    }

    private void Lose()
    {
        if (_live)
        {
            _live = false;
            _lostAt = _clock.GetUtcNow();
            var surely = _server.Now - Silence;
            DataFrom = _heardAt > surely ? _heardAt : surely;
        }

        StateChanged?.Invoke();
    }

    private void Heard() => DataFrom = _heardAt = _server.Now;

    private void Hold(object message)
    {
        _held.Add(message);
        if (message is BoardChange change)
        {
            _server.Hear(change.Now);
        }

        Heard();
        if (!_reading && !_framePending)
        {
            _framePending = true;
            _frame.Change(Frame, Timeout.InfiniteTimeSpan);
        }
    }

    private void ApplyHeld()
    {
        _framePending = false;
        if (_reading || _held.Count == 0)
        {
            return;
        }

        foreach (var message in _held)
        {
            _store.Take(message);
        }

        _held.Clear();
        Applied?.Invoke();
    }

    private async Task TryCallAsync(string method, object argument)
    {
        try
        {
            using var patience = new CancellationTokenSource(Patience, _clock);
            await _link.CallAsync(method, argument, patience.Token);
        }
        catch (Exception failure) when (failure is not OutOfMemoryException)
        {
            // Not watching is no harm by itself: the next read joins again, and the page can be read at any time.
        }
    }

    private static bool IsSignedOut(Exception failure) => failure switch
    {
        ProblemException problem => problem.Status == HttpStatusCode.Unauthorized,
        HttpRequestException http => http.StatusCode == HttpStatusCode.Unauthorized,
        _ => false,
    };

    private sealed class Watching(LiveFeed feed, IncidentId id) : IAsyncDisposable
    {
        private bool _over;

        public async ValueTask DisposeAsync()
        {
            if (_over)
            {
                return;
            }

            _over = true;
            if ((feed._watched[id] -= 1) == 0)
            {
                feed._watched.Remove(id);
                if (feed._live)
                {
                    await feed.TryCallAsync(LiveHub.Unwatch, id.Value);
                }
            }
        }
    }
}
