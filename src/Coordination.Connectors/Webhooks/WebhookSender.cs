using System.Net;
using Coordination.Contracts.Institutions;
using Coordination.Domain.Notification;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Coordination.Connectors.Webhooks;

/// <summary>Tells by webhook. The secrets stand in the configuration, by host.</summary>
public sealed class WebhookSender : ISender, IDisposable
{
    private readonly WebhookOptions _options;
    private readonly WebhookPost _post;

    /// <summary>Makes a sender; wrong options are an <see cref="OptionsValidationException"/>.</summary>
    public WebhookSender(IOptions<WebhookOptions> options, TimeProvider clock, ILogger<WebhookSender> logger)
        : this(options, clock, logger, Dns.GetHostAddressesAsync)
    {
    }

    internal WebhookSender(
        IOptions<WebhookOptions> options, TimeProvider clock, ILogger<WebhookSender> logger, Func<string, CancellationToken, Task<IPAddress[]>> lookUp,
        Action<SocketsHttpHandler>? change = null)
        => (_options, _post) = (options.Value, new(options, clock, logger, lookUp, change));

    /// <inheritdoc />
    public Channel Channel => Channel.Webhook;

    /// <inheritdoc />
    public async Task<SendResult> SendAsync(SendOrder order, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(order);
        var secret = Uri.TryCreate(order.Address, UriKind.Absolute, out var address) && _options.Secrets.TryGetValue(address.IdnHost, out var own) ? own : _options.DefaultSecret;
        var posted = await _post.PostAsync(order.Address, DeliveryName.Of(order, '-'), now => WebhookBody.Of(order, now), "application/json", secret ?? "", forOthers: false, cancellationToken);
        return posted.Arrived ? SendResult.Ok : new(false, posted.Error, posted.Permanent);
    }

    /// <inheritdoc />
    public void Dispose() => _post.Dispose();
}
