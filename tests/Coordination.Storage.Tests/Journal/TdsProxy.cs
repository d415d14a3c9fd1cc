using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Microsoft.Data.SqlClient;

namespace Coordination.Storage.Tests.Journal;

/// <summary>Stands between a process and SQL Server and cuts all its connections when it is told to: for the server, as if the process had been killed.</summary>
internal sealed class TdsProxy : IAsyncDisposable
{
    private const int UsualPort = 1433;

    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly ConcurrentBag<TcpClient> _open = [];
    private readonly CancellationTokenSource _stop = new();
    private readonly Task _running;
    private readonly (string Host, int Port) _server;

    public TdsProxy(string connectionString)
    {
        var builder = new SqlConnectionStringBuilder(connectionString);
        _server = Parse(builder.DataSource);
        _listener.Start();
        if (!builder.TrustServerCertificate && builder.HostNameInCertificate.Length == 0)
        {
            builder.HostNameInCertificate = _server.Host;
        }

        builder.DataSource = string.Create(CultureInfo.InvariantCulture, $"tcp:127.0.0.1,{((IPEndPoint)_listener.LocalEndpoint).Port}");
        ConnectionString = builder.ConnectionString;
        _running = AcceptAsync();
    }

    /// <summary>The same database, through here.</summary>
    public string ConnectionString { get; }

    /// <summary>Cuts what is connected, and takes nothing more.</summary>
    public void Cut()
    {
        _stop.Cancel();
        _listener.Stop();
        foreach (var one in _open)
        {
            one.Dispose();
        }
    }

    public async ValueTask DisposeAsync()
    {
        Cut();
        await _running;
        _stop.Dispose();
        using var pooled = new SqlConnection(ConnectionString);
        SqlConnection.ClearPool(pooled);
    }

    /// <summary><c>tcp:host,port</c>, as connection strings name a server.</summary>
    internal static (string Host, int Port) Parse(string dataSource)
    {
        var name = dataSource.StartsWith("tcp:", StringComparison.OrdinalIgnoreCase) ? dataSource[4..] : dataSource;
        var comma = name.LastIndexOf(',');
        var host = (comma < 0 ? name : name[..comma]).Trim();
        if (host.Contains('\\', StringComparison.Ordinal))
        {
            throw new NotSupportedException($"'{dataSource}' names an instance. Name its port instead, as host,port.");
        }

        return (host is "." or "(local)" ? "localhost" : host, comma < 0 ? UsualPort : int.Parse(name[(comma + 1)..], CultureInfo.InvariantCulture));
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                var client = await _listener.AcceptTcpClientAsync(_stop.Token);
                _open.Add(client);
                _ = PassAsync(client);
            }
        }
        catch (Exception stopped) when (stopped is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            // It was cut.
        }
    }

    private async Task PassAsync(TcpClient client)
    {
        using var server = new TcpClient { NoDelay = true };
        try
        {
            client.NoDelay = true;
            await server.ConnectAsync(_server.Host, _server.Port, _stop.Token);
            _open.Add(server);
            await Task.WhenAny(client.GetStream().CopyToAsync(server.GetStream(), _stop.Token), server.GetStream().CopyToAsync(client.GetStream(), _stop.Token));
        }
        catch (Exception cut) when (cut is OperationCanceledException or SocketException or IOException or InvalidOperationException)
        {
            // One end is gone, and so is the other.
        }
        finally
        {
            client.Dispose();
        }
    }
}
