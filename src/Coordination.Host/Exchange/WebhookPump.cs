using System.Collections.Concurrent;
using Coordination.Connectors.Webhooks;
using Coordination.Contracts.Exchange;
using Coordination.Domain;
using Coordination.Domain.Exchange;
using Coordination.Domain.Journal;
using Coordination.Grains.Journal;
using Coordination.Grains.Notification;

namespace Coordination.Host.Exchange;

/// <summary>Sends events to subscribers, never inside a grain: looks just before sending what may be said now, signs, posts, and reports what came of it as a command.</summary>
internal sealed class WebhookPump(
    IOutbox outbox, IRows rows, PublicEventBodies bodies, SubscriptionSecrets secrets, WebhookPost post, Patience patience, TimeProvider clock) : IMessageHandler
{
    private const int AtOnce = 2;

    /// <summary>So many wait for one receiver in memory. A receiver that hangs must not fill the dispatcher's places for all others: the rest comes again later.</summary>
    private const int MostWaiting = 20;
    private static readonly TimeSpan Later = TimeSpan.FromSeconds(5);

    private readonly Destinations _destinations = new();
    private readonly ConcurrentDictionary<string, int> _waiting = new(StringComparer.Ordinal);

    public bool Takes(StreamId target) => target.Kind == "hook";

    public bool TalksOutside => true;

    public Task HandleAsync(StreamId target, IReadOnlyList<OutboxMessage> messages, CancellationToken cancellationToken) => Task.WhenAll(messages.Select(message => SendAsync(message, cancellationToken)));

    private async Task SendAsync(OutboxMessage message, CancellationToken cancellationToken)
    {
        var order = DomainJson.Read<WebhookOrder>(message.Body.Span);
        if (await rows.FindAsync(WebhookKind.Table, order.Webhook.Value, cancellationToken) is not { Value.What: { } what }
            || await rows.FindAsync(SubscriptionKind.Table, what.Subscription.Value, cancellationToken) is not { } subscription)
        {
            await ReportAsync(message, order, new(false, Error: "The subscription has ended.", Withheld: true), failing: false);
            return;
        }

        var receiver = Uri.TryCreate(subscription.Value.Facts.Address, UriKind.Absolute, out var address) ? address.Authority : subscription.Id;
        try
        {
            if (_waiting.AddOrUpdate(receiver, 1, static (_, waiting) => waiting + 1) > MostWaiting)
            {
                await outbox.ReleaseAsync([message.Id], clock.GetUtcNow() + Later, cancellationToken);
                return;
            }

            using var place = await _destinations.EnterAsync(receiver, AtOnce, cancellationToken);
            // The wait may have been long: another process may have taken it over, and what may be said may have changed.
            if ((await outbox.RenewAsync([message.Id], cancellationToken)).Contains(message.Id))
            {
                var (result, failing) = await TryAsync(order.Webhook, what, cancellationToken);
                await ReportAsync(message, order, result, failing);
            }
        }
        finally
        {
            _waiting.AddOrUpdate(receiver, 0, static (_, waiting) => waiting - 1);
        }
    }

    private async Task<(WebhookResult Result, bool Failing)> TryAsync(WebhookId id, PublicHappening what, CancellationToken cancellationToken)
    {
        if (await rows.FindAsync(SubscriptionKind.Table, what.Subscription.Value, cancellationToken) is not { Value: var subscription })
        {
            return (new(false, Error: "The subscription has ended.", Withheld: true), false);
        }

        if (subscription.PausedBecause is not null)
        {
            return (new(false, Error: "The subscription is paused. Resume it, then send this again.", Permanent: true), false);
        }

        var (body, why) = await bodies.OfAsync(id, what, subscription.For, cancellationToken);
        return body is null
            ? (new(false, Error: why, Withheld: true), false)
            : (await PostAsync(subscription, id, body, cancellationToken), subscription.FailingSince is not null);
    }

    /// <summary>Posts what is given, signed by every secret that is good now.</summary>
    public async Task<WebhookResult> PostAsync(Subscription subscription, WebhookId id, byte[] body, CancellationToken cancellationToken)
    {
        var posted = await post.PostAsync(subscription.Facts.Address, id.Value, _ => body, PublicEventBodies.MediaType, secrets.Open(subscription.SecretsAt(clock.GetUtcNow())), subscription.For.Kind != SubscriberKind.Staff, cancellationToken);
        return new(posted.Arrived, posted.Status, posted.Error, posted.Permanent, posted.Gone);
    }

    private async Task ReportAsync(OutboxMessage message, WebhookOrder order, WebhookResult result, bool failing)
        // What has gone out is told until somebody hears it: were it given up at the first process that dies, the message would come again, and go out again.
        => await patience.AskAsync(
            WebhookKind.Stream(order.Webhook),
            new Operation
            {
                Actor = Actor.System.Value,
                Command = DomainJson.Write<WebhookCommand>(new RecordWebhookAttempt(order.Attempt, result, failing)),
                Answers = [new(message.Id, message.Key, [])],
                ParkOnRefusal = true,
            },
            CancellationToken.None);
}
