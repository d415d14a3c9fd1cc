using System.Globalization;
using System.Net.Security;
using System.Text;
using MimeKit;

namespace Coordination.Connectors.Mail;

/// <summary>One client's conversation with the listener.</summary>
internal sealed class SmtpSession(SmtpListener listener, Stream stream, SmtpListenerOptions options, TimeProvider clock) : IAsyncDisposable
{
    private const int CommandLimit = 2048;
    private const int ContentLineLimit = 64 * 1024;

    private readonly SmtpWire _wire = new(stream, options.IdleTime, clock);
    private readonly List<string> _to = [];
    private string? _from;
    private string? _user;
    private bool _greeted;
    private bool _encrypted;
    private bool _left;

    private bool NeedsUser => options.User is { Length: > 0 } && _user is null;

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        if (options is { TlsFromTheStart: true, Certificate: not null })
        {
            await SecureAsync(cancellationToken);
        }

        await AnswerAsync(SmtpStep.Banner, "", "220 localhost ESMTP Coordination", cancellationToken);
        while (!_left && await _wire.ReadLineAsync(CommandLimit, cancellationToken) is { } read)
        {
            if (read.TooLong)
            {
                await _wire.WriteAsync("500 5.5.2 Line too long", cancellationToken);
                continue;
            }

            await ObeyAsync(Encoding.UTF8.GetString(read.Line), cancellationToken);
        }
    }

    public ValueTask DisposeAsync() => _wire.DisposeAsync();

    private async Task ObeyAsync(string line, CancellationToken cancellationToken)
    {
        var space = line.IndexOf(' ', StringComparison.Ordinal);
        var (verb, argument) = space < 0 ? (line, "") : (line[..space], line[(space + 1)..].Trim());
        switch (verb.ToUpperInvariant())
        {
            case "EHLO" when argument.Length > 0:
                Forget();
                _greeted = true;
                await _wire.WriteAsync(Extensions(), cancellationToken);
                break;
            case "HELO" when argument.Length > 0:
                Forget();
                _greeted = true;
                await _wire.WriteAsync("250 localhost", cancellationToken);
                break;
            case "STARTTLS" when options.Certificate is not null && !_encrypted:
                await _wire.WriteAsync("220 2.0.0 Go ahead", cancellationToken);
                await SecureAsync(cancellationToken);
                break;
            case "AUTH" when options.User is { Length: > 0 }:
                await SignInAsync(argument, cancellationToken);
                break;
            case "MAIL":
                await TakeSenderAsync(argument, cancellationToken);
                break;
            case "RCPT":
                await TakeRecipientAsync(argument, cancellationToken);
                break;
            case "DATA":
                await TakeDataAsync(cancellationToken);
                break;
            case "RSET":
                Forget();
                await _wire.WriteAsync("250 2.0.0 Forgotten", cancellationToken);
                break;
            case "NOOP":
                await _wire.WriteAsync("250 2.0.0 Fine", cancellationToken);
                break;
            case "QUIT":
                _left = true;
                await AnswerAsync(SmtpStep.Quit, "", "221 2.0.0 Goodbye", cancellationToken);
                break;
            case "EHLO" or "HELO":
                await _wire.WriteAsync("501 5.5.4 Say who you are", cancellationToken);
                break;
            default:
                await _wire.WriteAsync("500 5.5.1 Not understood", cancellationToken);
                break;
        }
    }

    private string Extensions()
    {
        var lines = new List<string>
        {
            "localhost", string.Create(CultureInfo.InvariantCulture, $"SIZE {options.MaxMessageBytes}"), "8BITMIME", "SMTPUTF8", "ENHANCEDSTATUSCODES",
        };
        if (options.Certificate is not null && !_encrypted)
        {
            lines.Add("STARTTLS");
        }

        if (options.User is { Length: > 0 })
        {
            lines.Add("AUTH PLAIN LOGIN");
        }

        return string.Join("\r\n", lines.Select((line, index) => $"250{(index == lines.Count - 1 ? ' ' : '-')}{line}"));
    }

    private async Task SecureAsync(CancellationToken cancellationToken)
    {
        var secured = new SslStream(_wire.Stream, leaveInnerStreamOpen: false);
        // Forget what was said in clear (RFC 3207).
        _wire.Continue(secured);
        Forget();
        (_greeted, _user) = (false, null);
        await secured.AuthenticateAsServerAsync(new SslServerAuthenticationOptions { ServerCertificate = options.Certificate }, cancellationToken);
        _encrypted = true;
    }

    private async Task SignInAsync(string argument, CancellationToken cancellationToken)
    {
        if (!_greeted || _user is not null)
        {
            await _wire.WriteAsync("503 5.5.1 Not now", cancellationToken);
            return;
        }

        if (await SmtpSignIn.ReadAsync(_wire, argument, cancellationToken) is not { } given)
        {
            await _wire.WriteAsync("501 5.5.2 Not understood", cancellationToken);
            return;
        }

        if (given.User == options.User && given.Password == (options.Password ?? ""))
        {
            _user = given.User;
            await _wire.WriteAsync("235 2.7.0 Welcome", cancellationToken);
            return;
        }

        await _wire.WriteAsync("535 5.7.8 Wrong name or password", cancellationToken);
    }

    private async Task TakeSenderAsync(string argument, CancellationToken cancellationToken)
    {
        var refusal = !_greeted || _from is not null ? "503 5.5.1 Not now"
            : NeedsUser ? "530 5.7.0 Sign in first"
            : !SmtpPath.TryRead(argument, "FROM:", out var from, out var parameters) ? "501 5.5.2 MAIL FROM:<address>"
            : SmtpPath.Size(parameters) > options.MaxMessageBytes ? "552 5.3.4 Too large"
            : null;
        if (refusal is not null)
        {
            await _wire.WriteAsync(refusal, cancellationToken);
            return;
        }

        SmtpPath.TryRead(argument, "FROM:", out var sender, out _);
        if (await AnswerAsync(SmtpStep.Sender, sender, "250 2.1.0 Sender taken", cancellationToken))
        {
            _from = sender;
        }
    }

    private async Task TakeRecipientAsync(string argument, CancellationToken cancellationToken)
    {
        var recipient = "";
        var refusal = _from is null ? "503 5.5.1 Not now"
            : !SmtpPath.TryRead(argument, "TO:", out recipient, out _) || recipient.Length == 0 ? "501 5.5.2 RCPT TO:<address>"
            : _to.Count >= options.MaxRecipients ? "452 4.5.3 Too many recipients"
            : null;
        if (refusal is not null)
        {
            await _wire.WriteAsync(refusal, cancellationToken);
        }
        else if (await AnswerAsync(SmtpStep.Recipient, recipient, "250 2.1.5 Recipient taken", cancellationToken))
        {
            _to.Add(recipient);
        }
    }

    private async Task TakeDataAsync(CancellationToken cancellationToken)
    {
        if (_from is null || _to.Count == 0)
        {
            await _wire.WriteAsync("503 5.5.1 Not now", cancellationToken);
            return;
        }

        if (!await AnswerAsync(SmtpStep.Data, "", "354 End with a dot on a line of its own", cancellationToken))
        {
            return;
        }

        var (from, to) = (_from, _to.ToArray());
        Forget();
        if (await ReadContentAsync(cancellationToken) is not { } content)
        {
            return;
        }

        var reaction = listener.Script?.Invoke(SmtpStep.Content, string.Join(',', to));
        if (reaction is not null and not SmtpReaction.TakeAndCut)
        {
            await ReactAsync(reaction, cancellationToken);
            return;
        }

        MimeMessage message;
        try
        {
            message = await MimeMessage.LoadAsync(new MemoryStream(content), cancellationToken);
        }
        catch (FormatException)
        {
            await _wire.WriteAsync("554 5.6.0 This is not a message", cancellationToken);
            return;
        }

        listener.Take(from, to, message, content, _encrypted, _user);
        if (reaction is not null)
        {
            _left = true;
            return;
        }

        await _wire.WriteAsync("250 2.0.0 Taken", cancellationToken);
    }

    /// <summary>Reads to the lone dot. What is too large is read to its end too, so that the client hears why; a great deal too large, and it is cut off.</summary>
    private async Task<byte[]?> ReadContentAsync(CancellationToken cancellationToken)
    {
        var content = new MemoryStream();
        var (size, tooLong) = (0L, false);
        while (await _wire.ReadLineAsync(ContentLineLimit, cancellationToken) is { } read)
        {
            var line = read.Line;
            if (line is [(byte)'.'] && !read.TooLong)
            {
                var refusal = tooLong ? "500 5.6.0 Line too long" : size > options.MaxMessageBytes ? "552 5.3.4 Too large" : null;
                if (refusal is null)
                {
                    return content.ToArray();
                }

                await _wire.WriteAsync(refusal, cancellationToken);
                return null;
            }

            tooLong |= read.TooLong;
            size += line.Length + 2;
            if (size > 4L * options.MaxMessageBytes)
            {
                break;
            }

            if (size <= options.MaxMessageBytes)
            {
                content.Write(line is [(byte)'.', ..] ? line.AsSpan(1) : line);
                content.Write("\r\n"u8);
            }
        }

        _left = true;
        return null;
    }

    /// <summary>Answers as the script says, or as usual. True where the client may go on.</summary>
    private async Task<bool> AnswerAsync(SmtpStep step, string argument, string usual, CancellationToken cancellationToken)
    {
        if (listener.Script?.Invoke(step, argument) is { } reaction)
        {
            await ReactAsync(reaction, cancellationToken);
            return false;
        }

        await _wire.WriteAsync(usual, cancellationToken);
        return true;
    }

    private async Task ReactAsync(SmtpReaction reaction, CancellationToken cancellationToken)
    {
        switch (reaction)
        {
            case SmtpReaction.Reply reply:
                await _wire.WriteAsync(string.Create(CultureInfo.InvariantCulture, $"{reply.Code} {reply.Text}"), cancellationToken);
                break;
            case SmtpReaction.Silence:
                while (await _wire.ReadLineAsync(CommandLimit, cancellationToken) is not null)
                {
                }

                _left = true;
                break;
            default:
                _left = true;
                break;
        }
    }

    private void Forget()
    {
        _from = null;
        _to.Clear();
    }
}
