using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace Coordination.Shared;

/// <summary>The way from one house to another: an address that stays while the server behind it is another, and that can be gone for a while.</summary>
internal sealed class Line : IAsyncDisposable
{
    private readonly Func<Uri> _to;
    private readonly int _port;
    private TcpListener? _listener;
    private CancellationTokenSource _cut = new();
    private Task _serving = Task.CompletedTask;

    /// <param name="to">Where the server at the other end listens now.</param>
    public Line(Func<Uri> to)
    {
        _to = to;
        _listener = new(IPAddress.Loopback, 0);
        _listener.Start();
        _port = ((IPEndPoint)_listener.LocalEndpoint).Port;
        _serving = ServeAsync(_listener, _cut.Token);
    }

    public string Address => string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{_port}");

    /// <summary>Nobody is there any more, and whoever is talking is cut off.</summary>
    public async Task CutAsync()
    {
        await _cut.CancelAsync();
        _listener?.Stop();
        await _serving;
        _cut.Dispose();
        _cut = new();
        _listener = null;
    }

    public void Mend()
    {
        _listener = new(IPAddress.Loopback, _port);
        _listener.Server.SetSocketOption(SocketOptionLevel.Socket, SocketOptionName.ReuseAddress, true);
        _listener.Start();
        _serving = ServeAsync(_listener, _cut.Token);
    }

    public async ValueTask DisposeAsync()
    {
        await CutAsync();
        _cut.Dispose();
    }

    private async Task ServeAsync(TcpListener listener, CancellationToken cut)
    {
        var talks = new List<Task>();
        try
        {
            while (true)
            {
                talks.Add(CarryAsync(await listener.AcceptTcpClientAsync(cut), cut));
            }
        }
        catch (Exception gone) when (gone is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            await Task.WhenAll(talks);
        }
    }

    private async Task CarryAsync(TcpClient caller, CancellationToken cut)
    {
        using (caller)
        using (var server = new TcpClient())
        {
            try
            {
                await server.ConnectAsync(IPAddress.Loopback, _to().Port, cut);
                await Task.WhenAny(caller.GetStream().CopyToAsync(server.GetStream(), cut), server.GetStream().CopyToAsync(caller.GetStream(), cut));
            }
            catch (Exception gone) when (gone is OperationCanceledException or SocketException or IOException)
            {
                // Cut, or one of them has left.
            }
        }
    }
}
