using System.Net;
using System.Net.Sockets;

namespace Coordination.Connectors.Webhooks;

/// <summary>
/// Opens the connections of webhooks. The name is looked up here, its addresses are judged here, and exactly those are connected to: a name
/// that answers differently the second time (rebinding) gains nothing.
/// </summary>
internal sealed class WebhookConnection(WebhookOptions options, Func<string, CancellationToken, Task<IPAddress[]>> lookUp)
{
    public async ValueTask<Stream> OpenAsync(SocketsHttpConnectionContext context, CancellationToken cancellationToken)
    {
        var host = context.DnsEndPoint.Host;
        var found = IPAddress.TryParse(host, out var literal) ? [literal] : await lookUp(host, cancellationToken);
        var allowed = options.AllowedHosts.Contains(host)
            ? found
            : Array.FindAll(found, address => PublicAddress.Allows(address, options.AllowPrivateNetworks));
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

/// <summary>A webhook's host has no address that a webhook may go to.</summary>
internal sealed class ForbiddenAddressException(string host) : Exception($"{host} has no address that webhooks may go to.");
