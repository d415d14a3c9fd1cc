using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;
using Coordination.Contracts.Institutions;

namespace Coordination.Faults.Outside;

/// <summary>How a receiver of webhooks behaves.</summary>
internal enum HookManner
{
    /// <summary>Takes it and says so.</summary>
    Well,

    /// <summary>Takes it and never says anything.</summary>
    Hang,

    /// <summary>Says that it has it, one byte a second.</summary>
    Drip,

    /// <summary>Takes it and cuts the wire.</summary>
    Reset,
    Fail500,
    Busy429,

    /// <summary>Says that it has it, and sends a hundred megabytes with it.</summary>
    Flood,

    /// <summary>Sends on to itself, for ever.</summary>
    Redirect,
}

/// <summary>A receiver of webhooks. A small HTTP server of its own, because a good one could not misbehave.</summary>
internal sealed class HookReceiver(IPAddress on, ConcurrentQueue<Received> received) : IAsyncDisposable
{
    private readonly TcpListener _listener = new(on, 0);
    private readonly CancellationTokenSource _stop = new();
    private Task _accepting = Task.CompletedTask;
    private int _open;
    private int _mostOpen;

    /// <summary>The most connections that were open at once.</summary>
    public int MostOpen => Volatile.Read(ref _mostOpen);

    public string Address => $"http://{_listener.LocalEndpoint}/hook";

    /// <summary>How it behaves from now on.</summary>
    public HookManner Manner { get; set; }

    public void Start()
    {
        _listener.Start(512);
        _accepting = AcceptAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        _listener.Stop();
        await _accepting;
        _listener.Dispose();
        _stop.Dispose();
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                _ = ServeAsync(await _listener.AcceptTcpClientAsync(_stop.Token));
            }
        }
        catch (Exception stopped) when (stopped is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            // The test is over.
        }
    }

    private async Task ServeAsync(TcpClient client)
    {
        var open = Interlocked.Increment(ref _open);
        for (var most = _mostOpen; open > most && Interlocked.CompareExchange(ref _mostOpen, open, most) != most; most = _mostOpen)
        {
        }

        try
        {
            using (client)
            {
                var stream = client.GetStream();
                while (await ReadAsync(stream) is { } id)
                {
                    await AnswerAsync(client, stream, id, Manner);
                }
            }
        }
        catch (Exception gone) when (gone is IOException or SocketException or OperationCanceledException or ObjectDisposedException)
        {
            // The sender has hung up, or the test is over.
        }
        finally
        {
            Interlocked.Decrement(ref _open);
        }
    }

    private async Task AnswerAsync(TcpClient client, NetworkStream stream, string id, HookManner manner)
    {
        received.Enqueue(new(Channel.Webhook, id, Address, TimeProvider.System.GetUtcNow(), manner is HookManner.Well or HookManner.Drip or HookManner.Flood));
        switch (manner)
        {
            case HookManner.Hang:
                // Until the sender has had enough: a connection counts as long as both have it.
                while (await stream.ReadAsync(new byte[1], _stop.Token) > 0)
                {
                }

                throw new IOException("The sender has hung up.");
            case HookManner.Reset:
                client.Client.LingerState = new(true, 0);
                throw new IOException("The receiver cuts the wire.");
            case HookManner.Drip:
                // A connection counts as long as both have it.
                var left = stream.ReadAsync(new byte[1], _stop.Token).AsTask();
                foreach (var letter in "HTTP/1.1 204 No Content\r\n\r\n")
                {
                    await stream.WriteAsync(new[] { (byte)letter }, _stop.Token);
                    if (await Task.WhenAny(left, Task.Delay(TimeSpan.FromSeconds(1), TimeProvider.System, _stop.Token)) == left)
                    {
                        break;
                    }
                }

                throw new IOException("The sender has hung up, or was told.");
            case HookManner.Flood:
                await WriteAsync(stream, "HTTP/1.1 200 OK\r\nContent-Length: 104857600\r\n\r\n");
                for (var sent = 0; sent < 1600; sent++)
                {
                    await stream.WriteAsync(new byte[65_536], _stop.Token);
                }

                break;
            default:
                await WriteAsync(stream, manner switch
                {
                    HookManner.Fail500 => "HTTP/1.1 500 Internal Server Error\r\nContent-Length: 0\r\n\r\n",
                    HookManner.Busy429 => "HTTP/1.1 429 Too Many Requests\r\nRetry-After: 3600\r\nContent-Length: 0\r\n\r\n",
                    HookManner.Redirect => $"HTTP/1.1 307 Temporary Redirect\r\nLocation: {Address}\r\nContent-Length: 0\r\n\r\n",
                    _ => "HTTP/1.1 204 No Content\r\n\r\n",
                });
                break;
        }
    }

    private Task WriteAsync(NetworkStream stream, string text) => stream.WriteAsync(Encoding.ASCII.GetBytes(text), _stop.Token).AsTask();

    /// <summary>The id of one request, read with its body; null when the sender has hung up.</summary>
    private async Task<string?> ReadAsync(NetworkStream stream)
    {
        var head = new StringBuilder();
        var one = new byte[1];
        while (!head.ToString().EndsWith("\r\n\r\n", StringComparison.Ordinal))
        {
            if (await stream.ReadAsync(one, _stop.Token) == 0)
            {
                return null;
            }

            head.Append((char)one[0]);
        }

        var lines = head.ToString().Split("\r\n");
        var body = new byte[int.Parse(Header(lines, "content-length") ?? "0", CultureInfo.InvariantCulture)];
        await stream.ReadExactlyAsync(body, _stop.Token);
        return Header(lines, "webhook-id") ?? "";
    }

    private static string? Header(string[] lines, string name)
        => lines.FirstOrDefault(line => line.StartsWith(name + ":", StringComparison.OrdinalIgnoreCase))?[(name.Length + 1)..].Trim();
}
