using System.Net;
using System.Net.Sockets;

namespace Coordination.Connectors.Fetch;

/// <summary>
/// Opens connections to addresses that somebody entered. The name is looked up here, its addresses are judged here, and exactly those are connected to: a name
/// that answers differently the second time (rebinding) gains nothing.
/// </summary>
/// <param name="allowedHosts">Names whose addresses are not judged.</param>
internal sealed class GuardedConnection(ISet<string> allowedHosts, bool allowPrivate, Func<string, CancellationToken, Task<IPAddress[]>> lookUp)
{
    /// <summary>What goes out by such connections only: no proxy, no cookie and no redirect leads past the judgement.</summary>
    public SocketsHttpHandler ToHandler(int mostConnections) => new()
    {
        ConnectCallback = OpenAsync,
        AllowAutoRedirect = false,
        UseProxy = false,
        UseCookies = false,
        ActivityHeadersPropagator = null,
        AutomaticDecompression = DecompressionMethods.None,
        MaxConnectionsPerServer = mostConnections,
        MaxResponseHeadersLength = 16,
        // Names are looked up and judged again after this time.
        PooledConnectionLifetime = TimeSpan.FromMinutes(2),
    };

    private async ValueTask<Stream> OpenAsync(SocketsHttpConnectionContext context, CancellationToken cancellationToken)
    {
        var host = context.DnsEndPoint.Host;
        var found = IPAddress.TryParse(host, out var literal) ? [literal] : await lookUp(host, cancellationToken);
        var allowed = allowedHosts.Contains(host)
            ? found
            : Array.FindAll(found, address => PublicAddress.Allows(address, allowPrivate));
        if (allowed.Length == 0)
        {
            throw found.Length == 0 ? new SocketException((int)SocketError.HostNotFound) : new ForbiddenAddressException(host);
        }

        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(allowed, context.DnsEndPoint.Port, cancellationToken);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }
}

/// <summary>A host has no address that may be gone to.</summary>
internal sealed class ForbiddenAddressException(string host) : Exception($"{host} has no address that may be gone to.");
