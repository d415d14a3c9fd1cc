using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Coordination.Scenarios.Attacks;

/// <summary>An answer as it came over the wire.</summary>
internal sealed record RawAnswer(int Status, IReadOnlyList<(string Name, string Value)> Headers, byte[] Body)
{
    public string Text => Encoding.UTF8.GetString(Body);

    public string MediaType => (this["Content-Type"] ?? "").Split(';')[0];

    public string? this[string name] => Headers.Where(header => header.Name.Equals(name, StringComparison.OrdinalIgnoreCase)).Select(header => header.Value).FirstOrDefault();
}

/// <summary>A connection that sends whatever bytes it is given: clients of good manners mend what attackers do not.</summary>
internal sealed class RawConnection : IAsyncDisposable
{
    private readonly Socket _socket;
    private readonly BufferedStream _stream;

    private RawConnection(Socket socket) => (_socket, _stream) = (socket, new BufferedStream(new NetworkStream(socket, ownsSocket: true)));

    public bool IsOver { get; private set; }

    /// <param name="from">Another address of this machine each time: who guesses is slowed down by address.</param>
    public static async Task<RawConnection> OpenAsync(Uri address, IPAddress from, CancellationToken cancellationToken)
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            socket.Bind(new IPEndPoint(from, 0));
            await socket.ConnectAsync(IPAddress.Parse(address.Host), address.Port, cancellationToken);
            return new(socket);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    /// <summary>Sends a request and reads its answer; null if the server hung up without one.</summary>
    public async Task<RawAnswer?> AskAsync(ReadOnlyMemory<byte> request, bool withoutBody, CancellationToken cancellationToken)
    {
        try
        {
            await _stream.WriteAsync(request, cancellationToken);
            await _stream.FlushAsync(cancellationToken);
        }
        catch (IOException)
        {
            // It may have answered before it had read all.
            IsOver = true;
        }

        try
        {
            return await ReadAsync(withoutBody, cancellationToken);
        }
        catch (IOException)
        {
            IsOver = true;
            return null;
        }
    }

    public ValueTask DisposeAsync() => _stream.DisposeAsync();

    private async Task<RawAnswer?> ReadAsync(bool withoutBody, CancellationToken cancellationToken)
    {
        int status;
        List<(string Name, string Value)> headers;
        do
        {
            if (await LineAsync(cancellationToken) is not { Length: > 12 } first)
            {
                IsOver = true;
                return null;
            }

            status = int.Parse(first.AsSpan(9, 3), CultureInfo.InvariantCulture);
            headers = [];
            while (await LineAsync(cancellationToken) is { Length: > 0 } line)
            {
                var colon = line.IndexOf(':', StringComparison.Ordinal);
                headers.Add((line[..colon], line[(colon + 1)..].Trim()));
            }
        }
        while (status is >= 100 and < 200);

        var answer = new RawAnswer(status, headers, []);
        IsOver |= "close".Equals(answer["Connection"], StringComparison.OrdinalIgnoreCase);
        if (withoutBody || status is 204 or 304)
        {
            return answer;
        }

        using var body = new MemoryStream();
        if ("chunked".Equals(answer["Transfer-Encoding"], StringComparison.OrdinalIgnoreCase))
        {
            int size;
            while ((size = int.Parse(await LineAsync(cancellationToken) ?? "0", NumberStyles.HexNumber, CultureInfo.InvariantCulture)) > 0)
            {
                await CopyAsync(body, size, cancellationToken);
                await LineAsync(cancellationToken);
            }

            await LineAsync(cancellationToken);
        }
        else if (answer["Content-Length"] is { } length)
        {
            await CopyAsync(body, int.Parse(length, CultureInfo.InvariantCulture), cancellationToken);
        }

        return answer with { Body = body.ToArray() };
    }

    private async Task CopyAsync(MemoryStream to, int length, CancellationToken cancellationToken)
    {
        var bytes = new byte[length];
        await _stream.ReadExactlyAsync(bytes, cancellationToken);
        to.Write(bytes);
    }

    private async Task<string?> LineAsync(CancellationToken cancellationToken)
    {
        var line = new StringBuilder();
        var one = new byte[1];
        while (await _stream.ReadAsync(one, cancellationToken) == 1)
        {
            if (one[0] == '\n')
            {
                return line.ToString().TrimEnd('\r');
            }

            line.Append((char)one[0]);
        }

        return line.Length == 0 ? null : line.ToString();
    }
}
