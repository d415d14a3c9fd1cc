using System.Net;
using System.Net.Sockets;

namespace Coordination.Host.Composition;

/// <summary>
/// Ports that nobody uses. They lie below those that systems give to outgoing connections (32,768 and up on Linux, 49,152 elsewhere),
/// and each process looks at a place of its own: between looking and listening nobody else comes to the same one.
/// </summary>
internal static class FreePorts
{
    private const int First = 20_000, Count = 12_000, PerProcess = 8;
    private static int _taken = Environment.ProcessId * PerProcess;

    public static int Take()
    {
        for (var tried = 0; tried < Count; tried++)
        {
            var port = First + (int)((uint)Interlocked.Increment(ref _taken) % Count);
            if (IsFree(port))
            {
                return port;
            }
        }

        throw new InvalidOperationException($"No port of {First} to {First + Count - 1} is free. Name one in the settings instead of 0.");
    }

    /// <summary>Addresses with port 0 get a free one now, so that links can be written before the server listens.</summary>
    public static string Fill(string urls)
        => string.Join(';', urls.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
            .Select(url => url.EndsWith(":0", StringComparison.Ordinal) ? $"{url[..^1]}{Take()}" : url));

    private static bool IsFree(int port)
    {
        try
        {
            using var socket = new TcpListener(IPAddress.Any, port);
            socket.Start();
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
