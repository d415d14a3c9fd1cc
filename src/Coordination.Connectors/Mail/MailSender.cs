using System.Globalization;
using System.Net.Security;
using System.Security.Cryptography.X509Certificates;
using Coordination.Contracts.Institutions;
using Coordination.Domain.Notification;
using MailKit;
using MailKit.Net.Smtp;
using MailKit.Security;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using MimeKit;

namespace Coordination.Connectors.Mail;

/// <summary>Hands messages to the mail server, one connection for each, no more at once than the options say.</summary>
public sealed partial class MailSender : ISender, IDisposable
{
    private readonly MailOptions _options;
    private readonly TimeProvider _clock;
    private readonly ILogger<MailSender> _logger;
    private readonly SemaphoreSlim _places;

    /// <summary>Makes a sender; wrong options are an <see cref="OptionsValidationException"/>.</summary>
    public MailSender(IOptions<MailOptions> options, TimeProvider clock, ILogger<MailSender> logger)
    {
        ArgumentNullException.ThrowIfNull(options);
        _options = options.Value;
        if (new MailOptionsCheck().Validate(null, _options) is { Failed: true } wrong)
        {
            throw new OptionsValidationException(nameof(MailOptions), typeof(MailOptions), wrong.Failures);
        }

        (_clock, _logger) = (clock, logger);
        _places = new SemaphoreSlim(_options.MaxConnections);
    }

    /// <inheritdoc />
    public Channel Channel => Channel.Mail;

    /// <inheritdoc />
    public async Task<SendResult> SendAsync(SendOrder order, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(order);
        if (MailMessage.Of(order, _options, _clock.GetUtcNow()) is not { } message)
        {
            return new SendResult(false, "This is not a mail address that can be sent to.", Permanent: true);
        }

        using (message)
        {
            await _places.WaitAsync(cancellationToken);
            try
            {
                return await SendWithinLimitAsync(message, cancellationToken);
            }
            finally
            {
                _places.Release();
            }
        }
    }

    /// <inheritdoc />
    public void Dispose() => _places.Dispose();

    private async Task<SendResult> SendWithinLimitAsync(MimeMessage message, CancellationToken cancellationToken)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(_options.TimeoutSeconds), _clock);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        using var client = new SmtpClient { CheckCertificateRevocation = _options.CheckRevocation };
        if (_options.CertificateSha256 is { Length: > 0 } pin)
        {
            client.ServerCertificateValidationCallback = (_, certificate, _, errors) => errors == SslPolicyErrors.None || Matches(certificate, pin);
        }

        try
        {
            await SendAsync(client, message, both.Token);
        }
        catch (Exception failure) when (!cancellationToken.IsCancellationRequested && Explain(failure) is { } result)
        {
            LogNotSent(message.MessageId ?? "", result.Error!);
            return result;
        }

        await LeaveAsync(client, both.Token);
        return SendResult.Ok;
    }

    private async Task SendAsync(SmtpClient client, MimeMessage message, CancellationToken cancellationToken)
    {
        var security = _options.Security switch
        {
            MailSecurity.None => SecureSocketOptions.None,
            MailSecurity.StartTls => SecureSocketOptions.StartTls,
            _ => SecureSocketOptions.SslOnConnect,
        };
        await client.ConnectAsync(_options.Host, _options.Port, security, cancellationToken);
        if (_options.User is { Length: > 0 } user)
        {
            await client.AuthenticateAsync(user, _options.Password ?? "", cancellationToken);
        }

        await client.SendAsync(message, cancellationToken);
    }

    // The message is taken: whatever goes wrong with saying goodbye must not send it again.
    private async Task LeaveAsync(SmtpClient client, CancellationToken cancellationToken)
    {
        try
        {
            await client.DisconnectAsync(true, cancellationToken);
        }
        catch (Exception failure) when (failure is IOException or OperationCanceledException or ProtocolException or System.Net.Sockets.SocketException)
        {
            LogNoGoodbye(failure);
        }
    }

    private SendResult? Explain(Exception failure) => failure switch
    {
        SmtpCommandException { ErrorCode: SmtpErrorCode.RecipientNotAccepted } refused
            => new SendResult(false, Said("The mail server refuses the recipient", refused), Permanent: (int)refused.StatusCode >= 500),
        SmtpCommandException refused => new SendResult(false, Said("The mail server refuses the message", refused)),
        AuthenticationException or SaslException => new SendResult(false, "The mail server does not accept our user name and password."),
        SslHandshakeException => new SendResult(false, $"No trusted TLS connection to {Server} could be made: its certificate or its TLS versions are not accepted."),
        // Perhaps after the last dot: then the message may be on its way. Trying again carries the same Message-ID.
        ProtocolException or IOException or ServiceNotConnectedException => new SendResult(false, $"{Server} broke off; whether it has taken the message is not known."),
        System.Net.Sockets.SocketException socket => new SendResult(false, $"{Server} cannot be reached: {OneLine.Of(socket.Message, 100)}."),
        OperationCanceledException or TimeoutException
            => new SendResult(false, string.Create(CultureInfo.InvariantCulture, $"{Server} did not finish within {_options.TimeoutSeconds} s.")),
        NotSupportedException => new SendResult(false, $"{Server} lacks what is needed for this message: {OneLine.Of(failure.Message, 200)}"),
        ServiceNotAuthenticatedException => new SendResult(false, $"{Server} wants a user name and a password."),
        _ => null,
    };

    private string Server => string.Create(CultureInfo.InvariantCulture, $"{_options.Host}:{_options.Port}");

    private static string Said(string what, SmtpCommandException refused)
        => string.Create(CultureInfo.InvariantCulture, $"{what}: {(int)refused.StatusCode} {OneLine.Of(refused.Message, 300)}");

    private static bool Matches(X509Certificate? certificate, string pin)
        => certificate is X509Certificate2 full && full.GetCertHashString(System.Security.Cryptography.HashAlgorithmName.SHA256).Equals(pin, StringComparison.OrdinalIgnoreCase);
}
