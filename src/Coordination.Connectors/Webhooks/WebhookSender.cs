using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Coordination.Connectors.Fetch;
using Coordination.Contracts.Institutions;
using Coordination.Domain.Notification;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Coordination.Connectors.Webhooks;

/// <summary>
/// Posts signed messages to other systems (Standard Webhooks 1.0.0). It follows no redirects, uses no proxy (which would connect to addresses
/// that nobody has judged), and gives up on whoever is slow.
/// </summary>
public sealed partial class WebhookSender : ISender, IDisposable
{
    private const int AnswerLimit = 64 * 1024;
    private readonly WebhookOptions _options;
    private readonly TimeProvider _clock;
    private readonly ILogger<WebhookSender> _logger;
    private readonly HttpClient _http;

    /// <summary>Makes a sender; wrong options are an <see cref="OptionsValidationException"/>.</summary>
    public WebhookSender(IOptions<WebhookOptions> options, TimeProvider clock, ILogger<WebhookSender> logger)
        : this(options, clock, logger, Dns.GetHostAddressesAsync)
    {
    }

    internal WebhookSender(
        IOptions<WebhookOptions> options, TimeProvider clock, ILogger<WebhookSender> logger, Func<string, CancellationToken, Task<IPAddress[]>> lookUp,
        Action<SocketsHttpHandler>? change = null)
    {
        _options = options.Value;
        if (new WebhookOptionsCheck().Validate(null, _options) is { Failed: true } wrong)
        {
            throw new OptionsValidationException(nameof(WebhookOptions), typeof(WebhookOptions), wrong.Failures);
        }

        (_clock, _logger) = (clock, logger);
        var handler = new GuardedConnection(_options.AllowedHosts, _options.AllowPrivateNetworks, lookUp).ToHandler(_options.MaxConnectionsPerHost);
        change?.Invoke(handler);
        _http = new HttpClient(handler) { Timeout = Timeout.InfiniteTimeSpan };
    }

    /// <inheritdoc />
    public Channel Channel => Channel.Webhook;

    /// <inheritdoc />
    public async Task<SendResult> SendAsync(SendOrder order, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(order);
        if (Refuse(order.Address, out var address, out var secrets) is { } refused)
        {
            return refused;
        }

        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(_options.TimeoutSeconds), _clock);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        var id = DeliveryName.Of(order, '-');
        try
        {
            using var request = Request(order, id, address, secrets);
            using var response = await _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, both.Token);
            var result = Judge(response.StatusCode);
            await ReadAnswerAsync(response, both.Token);
            LogAnswered(id, (int)response.StatusCode);
            return result;
        }
        catch (Exception failure) when (!cancellationToken.IsCancellationRequested && Explain(failure, address.IdnHost) is { } result)
        {
            LogNotSent(id, result.Error!);
            return result;
        }
    }

    /// <inheritdoc />
    public void Dispose() => _http.Dispose();

    private SendResult? Refuse(string text, out Uri address, out IReadOnlyList<byte[]> secrets)
    {
        secrets = [];
        var read = Uri.TryCreate(text, UriKind.Absolute, out var uri);
        address = uri!;
        if (!read || address.Scheme is not ("https" or "http") || address.UserInfo.Length > 0 || text.Any(char.IsControl))
        {
            return new SendResult(false, "This is not an https address without a user name.", Permanent: true);
        }

        if (address.Scheme == "http" && !_options.AllowHttp)
        {
            return new SendResult(false, "Webhooks go over https only. Give an https address.", Permanent: true);
        }

        var secret = _options.Secrets.TryGetValue(address.IdnHost, out var own) ? own : _options.DefaultSecret;
        return secret is { Length: > 0 } && WebhookSignature.TryReadSecrets(secret, out secrets)
            ? null
            : new SendResult(false, $"There is no secret to sign webhooks to {address.IdnHost} with. Configure one.");
    }

    private HttpRequestMessage Request(SendOrder order, string id, Uri address, IReadOnlyList<byte[]> secrets)
    {
        var now = _clock.GetUtcNow();
        var body = WebhookBody.Of(order, now);
        var timestamp = now.ToUnixTimeSeconds();
        var content = new ByteArrayContent(body);
        content.Headers.ContentType = new("application/json");
        return new HttpRequestMessage(HttpMethod.Post, address)
        {
            Content = content,
            Headers =
            {
                { "webhook-id", id },
                { "webhook-timestamp", timestamp.ToString(CultureInfo.InvariantCulture) },
                { "webhook-signature", WebhookSignature.Of(secrets, id, timestamp, body) },
                { "User-Agent", "Coordination" },
            },
        };
    }

    private static SendResult Judge(HttpStatusCode status) => (int)status switch
    {
        >= 200 and < 300 => SendResult.Ok,
        410 => new SendResult(false, "The endpoint answers 410: it is gone for good.", Permanent: true),
        >= 300 and < 400 => new SendResult(false, string.Create(CultureInfo.InvariantCulture, $"The endpoint answers {(int)status}, a redirect, which is not followed. Give the final address.")),
        var other => new SendResult(false, string.Create(CultureInfo.InvariantCulture, $"The endpoint answers {other}.")),
    };

    /// <summary>
    /// Reads the answer so that the connection can be used again, but not more than a little of it. The status has been said:
    /// whatever goes wrong from here on does not change what became of the message.
    /// </summary>
    private async Task ReadAnswerAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        try
        {
            using var soon = new CancellationTokenSource(TimeSpan.FromSeconds(2), _clock);
            using var both = CancellationTokenSource.CreateLinkedTokenSource(soon.Token, cancellationToken);
            await using var answer = await response.Content.ReadAsStreamAsync(both.Token);
            var buffer = new byte[8192];
            for (int total = 0, read = 1; read > 0 && total < AnswerLimit; total += read)
            {
                read = await answer.ReadAsync(buffer, both.Token);
            }
        }
        catch (Exception failure) when (failure is IOException or HttpRequestException or OperationCanceledException)
        {
            LogAnswerLost(failure);
        }
    }

    private SendResult? Explain(Exception failure, string host) => failure switch
    {
        HttpRequestException { InnerException: ForbiddenAddressException }
            => new SendResult(false, $"{host} leads to an address that webhooks may not go to (this machine, a private network or the like).", Permanent: true),
        HttpRequestException { InnerException: SocketException { SocketErrorCode: SocketError.HostNotFound or SocketError.NoData } }
            => new SendResult(false, $"{host} has no address."),
        HttpRequestException { HttpRequestError: HttpRequestError.SecureConnectionError }
            => new SendResult(false, $"No trusted TLS connection to {host} could be made: its certificate or its TLS versions are not accepted."),
        HttpRequestException { InnerException: SocketException socket } => new SendResult(false, $"{host} cannot be reached: {OneLine.Of(socket.Message, 100)}."),
        HttpRequestException or IOException => new SendResult(false, $"{host} broke off; whether it has taken the message is not known."),
        OperationCanceledException => new SendResult(false, string.Create(CultureInfo.InvariantCulture, $"{host} did not answer within {_options.TimeoutSeconds} s.")),
        _ => null,
    };
}
