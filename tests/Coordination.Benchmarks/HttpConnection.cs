using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Coordination.Benchmarks;

/// <summary>
/// One connection of a load: sends a request whose bytes are given, reads the answer whole, and knows nothing else of HTTP. A full client would take as much
/// of the machine as the server that is measured.
/// </summary>
internal sealed class HttpConnection : IDisposable
{
    private readonly Socket _socket = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
    private byte[] _buffer = new byte[64 * 1024];
    private int _read;

    private HttpConnection()
    {
    }

    /// <summary>The last answer's body, as it came (in chunks, if it came in chunks).</summary>
    public string Body => Encoding.UTF8.GetString(_buffer, HeadEnd, _read - HeadEnd);

    private int HeadEnd => _buffer.AsSpan(0, _read).IndexOf("\r\n\r\n"u8) is >= 0 and var at ? at + 4 : 0;

    public static async Task<HttpConnection> OpenAsync(Uri address)
    {
        var connection = new HttpConnection();
        await connection._socket.ConnectAsync(IPAddress.Parse(address.Host), address.Port);
        return connection;
    }

    public static byte[] Post(Uri address, string path, string token, string type, string body)
        => Encoding.UTF8.GetBytes(string.Create(
            CultureInfo.InvariantCulture,
            $"POST {path} HTTP/1.1\r\nHost: {address.Authority}\r\nAuthorization: Bearer {token}\r\nContent-Type: {type}\r\nContent-Length: {Encoding.UTF8.GetByteCount(body)}\r\n\r\n{body}"));

    public static byte[] Get(Uri address, string path, string token)
        => Encoding.UTF8.GetBytes($"GET {path} HTTP/1.1\r\nHost: {address.Authority}\r\nAuthorization: Bearer {token}\r\n\r\n");

    /// <summary>Sends a request and returns the status of its answer.</summary>
    public async ValueTask<int> AskAsync(ReadOnlyMemory<byte> request)
    {
        await _socket.SendAsync(request);
        _read = 0;
        while (!IsWhole())
        {
            if (_read == _buffer.Length)
            {
                Array.Resize(ref _buffer, _buffer.Length * 2);
            }

            var more = await _socket.ReceiveAsync(_buffer.AsMemory(_read));
            _read += more > 0 ? more : throw new IOException("The server closed the connection in the middle of an answer.");
        }

        return int.Parse(_buffer.AsSpan("HTTP/1.1 ".Length, 3), CultureInfo.InvariantCulture);
    }

    public void Dispose() => _socket.Dispose();

    private bool IsWhole()
    {
        var answer = _buffer.AsSpan(0, _read);
        if (HeadEnd is not (> 0 and var body))
        {
            return false;
        }

        var length = answer[..body].IndexOf("Content-Length: "u8);
        if (length >= 0)
        {
            var number = answer[(length + "Content-Length: ".Length)..body];
            return _read - body == int.Parse(number[..number.IndexOf((byte)'\r')], CultureInfo.InvariantCulture);
        }

        // In chunks, of which an empty one is the last. One request is asked at a time and JSON has no line ends in its texts.
        return answer[body..].SequenceEqual("0\r\n\r\n"u8) || answer[body..].EndsWith("\r\n0\r\n\r\n"u8);
    }
}
