using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Coordination.Connectors.Fetch;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Coordination.Connectors.Webhooks;

/// <summary>What came of posting.</summary>
/// <param name="Status">What the receiver answered; null where it answered nothing.</param>
/// <param name="Error">Why it did not arrive, in one line for people; no secrets.</param>
/// <param name="Permanent">Trying again cannot help.</param>
/// <param name="Gone">It answered 410.</param>
public sealed record Posted(bool Arrived, int? Status = null, string? Error = null, bool Permanent = false, bool Gone = false);

/// <summary>
/// Posts what is signed to addresses that others name (Standard Webhooks 1.0.0). It follows no redirects, uses no proxy (which would connect to addresses
/// that nobody has judged), and gives up on whoever is slow.
/// </summary>
public sealed partial class WebhookPost : IDisposable
{
    private const int AnswerLimit = 64 * 1024;
    private readonly WebhookOptions _options;
    private readonly TimeProvider _clock;
    private readonly ILogger _logger;
    private readonly HttpClient _http;
    private readonly HttpClient _forOthers;

    /// <summary>Wrong options are an <see cref="OptionsValidationException"/>.</summary>
    public WebhookPost(IOptions<WebhookOptions> options, TimeProvider clock, ILogger<WebhookPost> logger)
        : this(options, clock, logger, Dns.GetHostAddressesAsync)
    {
    }

    internal WebhookPost(
        IOptions<WebhookOptions> options, TimeProvider clock, ILogger logger, Func<string, CancellationToken, Task<IPAddress[]>> lookUp, Action<SocketsHttpHandler>? change = null)
    {
        _options = options.Value;
        if (new WebhookOptionsCheck().Validate(null, _options) is { Failed: true } wrong)
        {
            throw new OptionsValidationException(nameof(WebhookOptions), typeof(WebhookOptions), wrong.Failures);
        }

        (_clock, _logger) = (clock, logger);
        _http = Client(new(_options.AllowedHosts, _options.AllowPrivateNetworks, lookUp));
        _forOthers = Client(new(new HashSet<string>(), _options.AllowPrivateNetworksForAll, lookUp));

        HttpClient Client(GuardedConnection connection)
        {
            var handler = connection.ToHandler(_options.MaxConnectionsPerHost);
            change?.Invoke(handler);
            return new HttpClient(handler) { Timeout = Timeout.InfiniteTimeSpan };
        }
    }

    /// <summary>A new secret as the standard writes it: 256 random bits.</summary>
    public static string NewSecret() => WebhookSignature.NewSecret();

    /// <summary>Why nothing can be posted to this address; null if it can.</summary>
    public string? Refuse(string text)
        => !Uri.TryCreate(text, UriKind.Absolute, out var address) || address.Scheme is not ("https" or "http") || address.UserInfo.Length > 0 || text.Any(char.IsControl)
            ? "This is not an https address without a user name."
            : address.Scheme == "http" && !_options.AllowHttp ? "Webhooks go over https only. Give an https address."
            : null;

    /// <summary>Signs the body and posts it. It never throws for what the outside does.</summary>
    /// <param name="id">The <c>webhook-id</c>: the same in every try.</param>
    /// <param name="body">Made when it is known to when it is signed.</param>
    /// <param name="secrets">One, or several separated by spaces: each signs.</param>
    /// <param name="forOthers">Someone outside named the address: no exemption holds, and the answer does not tell what is inside.</param>
    public async Task<Posted> PostAsync(string text, string id, Func<DateTimeOffset, byte[]> body, string mediaType, string secrets, bool forOthers, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(body);
        if (Refuse(text) is { } refused)
        {
            return new(false, null, refused, Permanent: true);
        }

        var address = new Uri(text, UriKind.Absolute);
        if (!WebhookSignature.TryReadSecrets(secrets, out var keys))
        {
            return new(false, null, $"There is no secret to sign webhooks to {address.IdnHost} with. Configure one.");
        }

        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(_options.TimeoutSeconds), _clock);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        try
        {
            using var request = Request(address, id, body, mediaType, keys);
            using var response = await (forOthers ? _forOthers : _http).SendAsync(request, HttpCompletionOption.ResponseHeadersRead, both.Token);
            var result = Judge(response.StatusCode);
            await ReadAnswerAsync(response, both.Token);
            LogAnswered(id, (int)response.StatusCode);
            return result;
        }
        catch (Exception failure) when (!cancellationToken.IsCancellationRequested && Explain(failure, address.IdnHost, forOthers) is { } result)
        {
            LogNotSent(id, result.Error!);
            return result;
        }
    }

    /// <inheritdoc />
    public void Dispose()
    {
        _http.Dispose();
        _forOthers.Dispose();
    }

    private HttpRequestMessage Request(Uri address, string id, Func<DateTimeOffset, byte[]> make, string mediaType, IReadOnlyList<byte[]> secrets)
    {
        var now = _clock.GetUtcNow();
        var body = make(now);
        var timestamp = now.ToUnixTimeSeconds();
        var content = new ByteArrayContent(body);
        content.Headers.ContentType = new(mediaType);
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

    private static Posted Judge(HttpStatusCode status) => (int)status switch
    {
        >= 200 and < 300 and var good => new(true, good),
        410 => new(false, 410, "The endpoint answers 410: it is gone for good.", Permanent: true, Gone: true),
        >= 300 and < 400 and var moved => new(false, moved, string.Create(CultureInfo.InvariantCulture, $"The endpoint answers {moved}, a redirect, which is not followed. Give the final address.")),
        var other => new(false, other, string.Create(CultureInfo.InvariantCulture, $"The endpoint answers {other}.")),
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

    private Posted? Explain(Exception failure, string host, bool forOthers) => failure switch
    {
        // One text, and tried again alike: which names lead inside, and what listens there, is not for them to know.
        HttpRequestException { InnerException: ForbiddenAddressException or SocketException } when forOthers
            => new(false, null, $"{host} cannot be reached, or leads to an address that webhooks may not go to."),
        HttpRequestException { InnerException: ForbiddenAddressException }
            => new(false, null, $"{host} leads to an address that webhooks may not go to (this machine, a private network or the like).", Permanent: true),
        HttpRequestException { InnerException: SocketException { SocketErrorCode: SocketError.HostNotFound or SocketError.NoData } }
            => new(false, null, $"{host} has no address."),
        HttpRequestException { HttpRequestError: HttpRequestError.SecureConnectionError }
            => new(false, null, $"No trusted TLS connection to {host} could be made: its certificate or its TLS versions are not accepted."),
        HttpRequestException { InnerException: SocketException socket } => new(false, null, $"{host} cannot be reached: {OneLine.Of(socket.Message, 100)}."),
        HttpRequestException or IOException => new(false, null, $"{host} broke off; whether it has taken the message is not known."),
        OperationCanceledException => new(false, null, string.Create(CultureInfo.InvariantCulture, $"{host} did not answer within {_options.TimeoutSeconds} s.")),
        _ => null,
    };
}
