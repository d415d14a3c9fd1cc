using System.Net;
using Coordination.Connectors.Webhooks;
using Coordination.Contracts;
using Coordination.Contracts.Institutions;
using Coordination.Contracts.Notification;
using Coordination.Domain.Notification;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace Coordination.Connectors.Tests.Webhooks;

/// <summary>Orders, and senders that may talk to this machine.</summary>
internal static class Hook
{
    /// <summary>The secret of the standard's own example.</summary>
    public const string Secret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";

    public static CancellationToken Patience => new CancellationTokenSource(TimeSpan.FromSeconds(30)).Token;

    public static SendOrder Order(string address, Tlp tlp = Tlp.Green, string notification = "n42") => new()
    {
        Notification = new NotificationId(notification),
        Delivery = 2,
        Attempt = 1,
        Channel = Channel.Webhook,
        Address = address,
        RecipientName = "Partner",
        Text = new MessageText("[TLP:GREEN] [CERT#2026-000123] Infected system", "Ελληνικά\nSecond line"),
        Tlp = tlp,
        Thread = "incident/42",
        AcknowledgeLink = "https://cert.example/a/abc",
    };

    /// <summary>A sender that is open for this machine unless <paramref name="change"/> says otherwise.</summary>
    public static WebhookSender Sender(
        Action<WebhookOptions>? change = null, TimeProvider? clock = null, Func<string, CancellationToken, Task<IPAddress[]>>? lookUp = null)
    {
        var options = new WebhookOptions { DefaultSecret = Secret, AllowHttp = true, AllowPrivateNetworks = true };
        change?.Invoke(options);
        return new WebhookSender(Options.Create(options), clock ?? TimeProvider.System, NullLogger<WebhookSender>.Instance, lookUp ?? Dns.GetHostAddressesAsync);
    }

    public static async Task<SendResult> SendAsync(SendOrder order, Action<WebhookOptions>? change = null, Func<string, CancellationToken, Task<IPAddress[]>>? lookUp = null)
    {
        using var sender = Sender(change, null, lookUp);
        return await sender.SendAsync(order, Patience);
    }
}
