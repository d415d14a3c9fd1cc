using System.Collections.Immutable;
using System.Net;
using System.Net.Sockets;
using Microsoft.Extensions.Logging;

namespace Coordination.Connectors.Mail;

/// <summary>
/// A small SMTP server (RFC 5321, with SIZE, 8BITMIME, SMTPUTF8, STARTTLS and AUTH) that keeps what it takes in memory and sends nothing
/// on. For the demonstration and for tests; it listens on this machine only.
/// </summary>
public sealed partial class SmtpListener : IAsyncDisposable
{
    private readonly SmtpListenerOptions _options;
    private readonly TimeProvider _clock;
    private readonly ILogger<SmtpListener> _logger;
    private readonly TcpListener _listener;
    private readonly CancellationTokenSource _stopping = new();
    private readonly SemaphoreSlim _places;
    private readonly Lock _lock = new();
    private ImmutableList<ReceivedMail> _kept = [];
    private ImmutableList<Waiter> _waiting = [];
    private ImmutableHashSet<Task> _sessions = [];
    private long _number;
    private Task _accepting = Task.CompletedTask;

    /// <summary>Makes a listener; <see cref="Start"/> opens the port.</summary>
    public SmtpListener(SmtpListenerOptions options, TimeProvider clock, ILogger<SmtpListener> logger)
    {
        ArgumentNullException.ThrowIfNull(options);
        (_options, _clock, _logger) = (options, clock, logger);
        _listener = new TcpListener(IPAddress.Loopback, options.Port);
        _places = new SemaphoreSlim(options.MaxConnections);
    }

    /// <summary>A message was taken. Raised on the connection's own thread of work: be quick.</summary>
    public event Action<ReceivedMail>? Received;

    /// <summary>What to do instead of going on at a step (with the argument of its command); null: go on. For tests and drills.</summary>
    public Func<SmtpStep, string, SmtpReaction?>? Script { get; set; }

    /// <summary>The port it listens on, once started.</summary>
    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    /// <summary>The last messages, oldest first.</summary>
    public IReadOnlyList<ReceivedMail> Messages => Volatile.Read(ref _kept);

    /// <summary>Opens the port.</summary>
    public void Start()
    {
        _listener.Start();
        _accepting = AcceptAllAsync();
    }

    /// <summary>The first message, kept or coming, that is the one meant.</summary>
    public Task<ReceivedMail> WaitForAsync(Func<ReceivedMail, bool> isMeant, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(isMeant);
        var waiter = new Waiter(isMeant);
        lock (_lock)
        {
            if (_kept.Find(mail => isMeant(mail)) is { } there)
            {
                return Task.FromResult(there);
            }

            _waiting = _waiting.Add(waiter);
        }

        return waiter.WaitAsync(this, cancellationToken);
    }

    /// <summary>Closes the port and every connection.</summary>
    public async ValueTask DisposeAsync()
    {
        if (_stopping.IsCancellationRequested)
        {
            return;
        }

        await _stopping.CancelAsync();
        _listener.Stop();
        await _accepting;
        await Task.WhenAll(_sessions);
        _listener.Dispose();
        _places.Dispose();
        _stopping.Dispose();
    }

    /// <summary>Keeps a message and tells those who wait for it.</summary>
    internal void Take(string from, IReadOnlyList<string> to, MimeKit.MimeMessage message, byte[] raw, bool encrypted, string? user)
    {
        ReceivedMail mail;
        ImmutableList<Waiter> waiting;
        lock (_lock)
        {
            mail = new ReceivedMail(++_number, _clock.GetUtcNow(), from, to, message, raw, encrypted, user);
            var kept = _kept.Add(mail);
            Volatile.Write(ref _kept, kept.Count > _options.Keep ? kept.RemoveRange(0, kept.Count - _options.Keep) : kept);
            waiting = _waiting;
        }

        waiting.ForEach(waiter => waiter.Look(mail));
        LogTaken(mail.Number, to.Count, raw.Length);
        Received?.Invoke(mail);
    }

    private async Task AcceptAllAsync()
    {
        try
        {
            while (true)
            {
                // At most so many at once; the others wait in the operating system's queue.
                await _places.WaitAsync(_stopping.Token);
                var client = await _listener.AcceptTcpClientAsync(_stopping.Token);
                var session = ServeAsync(client);
                ImmutableInterlocked.Update(ref _sessions, (all, one) => all.Add(one), session);
                _ = session.ContinueWith(
                    done => ImmutableInterlocked.Update(ref _sessions, (all, one) => all.Remove(one), done),
                    CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
            }
        }
        catch (Exception stopped) when (stopped is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            LogStopped();
        }
    }

    private async Task ServeAsync(TcpClient client)
    {
        await Task.Yield();
        using (client)
        {
            try
            {
                await using var session = new SmtpSession(this, client.GetStream(), _options, _clock);
                await session.RunAsync(_stopping.Token);
            }
            catch (Exception gone) when (gone is IOException or SocketException or OperationCanceledException or ObjectDisposedException
                or System.Security.Authentication.AuthenticationException)
            {
                LogGone(gone.GetType().Name);
            }
            finally
            {
                _places.Release();
            }
        }
    }

    private sealed class Waiter(Func<ReceivedMail, bool> isMeant)
    {
        private readonly TaskCompletionSource<ReceivedMail> _found = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public void Look(ReceivedMail mail)
        {
            if (isMeant(mail))
            {
                _found.TrySetResult(mail);
            }
        }

        public async Task<ReceivedMail> WaitAsync(SmtpListener listener, CancellationToken cancellationToken)
        {
            try
            {
                return await _found.Task.WaitAsync(cancellationToken);
            }
            finally
            {
                lock (listener._lock)
                {
                    listener._waiting = listener._waiting.Remove(this);
                }
            }
        }
    }
}
