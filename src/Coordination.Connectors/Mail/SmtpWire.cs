using System.Text;

namespace Coordination.Connectors.Mail;

/// <summary>
/// Lines in and out of an SMTP connection. A line ends with CR LF and nothing else: taking a bare LF too is how one message is
/// smuggled inside another.
/// </summary>
internal sealed class SmtpWire(Stream stream, TimeSpan idleTime, TimeProvider clock) : IAsyncDisposable
{
    private readonly byte[] _buffer = new byte[8192];
    private Stream _stream = stream;
    private int _start;
    private int _end;

    /// <summary>The stream beneath, to be wrapped.</summary>
    public Stream Stream => _stream;

    /// <summary>
    /// Goes on over another stream. What the client sent ahead is dropped: it came before the connection was secured, from who knows whom.
    /// </summary>
    public void Continue(Stream secured) => (_stream, _start, _end) = (secured, 0, 0);

    /// <summary>The next line without its end; null at the end of the stream. Of a line over the limit only the beginning is kept.</summary>
    public async ValueTask<(byte[] Line, bool TooLong)?> ReadLineAsync(int limit, CancellationToken cancellationToken)
    {
        var line = new MemoryStream();
        var (tooLong, afterReturn) = (false, false);
        while (true)
        {
            if (_start == _end && !await FillAsync(cancellationToken))
            {
                return null;
            }

            var value = _buffer[_start++];
            if (afterReturn && value == '\n')
            {
                line.SetLength(Math.Max(0, line.Length - (tooLong ? 0 : 1)));
                return (line.ToArray(), tooLong);
            }

            afterReturn = value == '\r';
            tooLong |= line.Length > limit;
            if (!tooLong)
            {
                line.WriteByte(value);
            }
        }
    }

    public async ValueTask WriteAsync(string reply, CancellationToken cancellationToken)
    {
        using var limit = new CancellationTokenSource(idleTime, clock);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        await _stream.WriteAsync(Encoding.UTF8.GetBytes(reply + "\r\n"), both.Token);
        await _stream.FlushAsync(both.Token);
    }

    public ValueTask DisposeAsync() => _stream.DisposeAsync();

    private async ValueTask<bool> FillAsync(CancellationToken cancellationToken)
    {
        using var limit = new CancellationTokenSource(idleTime, clock);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        _start = 0;
        _end = await _stream.ReadAsync(_buffer, both.Token);
        return _end > 0;
    }
}
