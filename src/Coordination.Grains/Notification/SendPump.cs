using System.Diagnostics;
using Coordination.Contracts.Institutions;
using Coordination.Domain;
using Coordination.Domain.Journal;
using Coordination.Domain.Notification;
using Coordination.Grains.Journal;
using Microsoft.Extensions.Logging;

namespace Coordination.Grains.Notification;

/// <summary>
/// Takes send orders to the outside, never inside a grain: looks just before sending whether the order is still its own, sends, and reports the outcome as a command.
/// What had begun when it was withdrawn may still arrive; then the ledger says so.
/// </summary>
internal sealed partial class SendPump(
    IGrainFactory grains, IOutbox outbox, IEnumerable<ISender> senders, ILinkSigner links, Patience patience, ILogger<SendPump> logger, Measures? measures = null)
    : IMessageHandler
{
    private const int MailAtOnce = 8;
    private const int WebhooksAtOnce = 2;

    private readonly Dictionary<Channel, ISender> _senders = senders.ToDictionary(sender => sender.Channel);
    private readonly Destinations _destinations = new();

    public bool Takes(StreamId target) => target.Kind == "send";

    public bool TalksOutside => true;

    public Task HandleAsync(StreamId target, IReadOnlyList<OutboxMessage> messages, CancellationToken cancellationToken)
        => Task.WhenAll(messages.Select(message => SendAsync(message, cancellationToken)));

    private async Task SendAsync(OutboxMessage message, CancellationToken cancellationToken)
    {
        var order = DomainJson.Read<SendOrder>(message.Body.Span);
        if (!_senders.TryGetValue(order.Channel, out var sender))
        {
            measures?.Attempted(order.Channel, AttemptOutcome.Refused);
            await ReportAsync(message, order, new(false, $"no sender for {order.Channel} is configured", Permanent: true));
            return;
        }

        using var place = await EnterAsync(order, cancellationToken);
        // The wait for a place may have been long: acknowledged meanwhile, so that the message was deleted with its key; told by an earlier attempt after all; or taken over by another process.
        if (!(await outbox.RenewAsync([message.Id], cancellationToken)).Contains(message.Id))
        {
            measures?.Attempted(order.Channel, AttemptOutcome.Withdrawn);
            return;
        }

        using var span = DeliveryTraces.StartAttempt(order.Channel, order.Attempt);
        var result = await sender.SendAsync(order.OnlyTells ? order : order with { AcknowledgeLink = links.AcknowledgeLink(order.Notification, order.Due) }, cancellationToken);
        var outcome = result.Sent ? AttemptOutcome.Sent : result.Permanent ? AttemptOutcome.Refused : AttemptOutcome.Failed;
        measures?.Attempted(order.Channel, outcome);
        span?.SetTag("coordination.outcome", outcome.ToString()).SetStatus(result.Sent ? ActivityStatusCode.Unset : ActivityStatusCode.Error);
        await ReportAsync(message, order, result);
    }

    private Task<IDisposable> EnterAsync(SendOrder order, CancellationToken cancellationToken)
        => order.Channel == Channel.Mail ? _destinations.EnterAsync("mail", MailAtOnce, cancellationToken)
            : _destinations.EnterAsync(Uri.TryCreate(order.Address, UriKind.Absolute, out var uri) ? uri.Authority : order.Address, WebhooksAtOnce, cancellationToken);

    private async Task ReportAsync(OutboxMessage message, SendOrder order, SendResult result)
    {
        var thing = grains.Notification(order.Notification);
        var attempt = new RecordAttempt(order.Delivery, order.Attempt, result);
        var askedAgain = false;
        // What has gone out is told until somebody hears it: were it given up at the first process that dies, the message would come again, and go out again.
        var answer = await patience.AskAsync(
            thing.Stream,
            new Operation
            {
                Actor = Actor.System.Value,
                Command = DomainJson.Write<NotificationCommand>(attempt),
                Answers = [new(message.Id, message.Key, [])],
                ParkOnRefusal = true,
            },
            CancellationToken.None,
            () => askedAgain = true);
        // Gone after a lost answer is most likely our own first telling, and no withdrawal.
        if (answer.Outcome == Outcome.Gone && result.Sent && !askedAgain)
        {
            LogLate(logger, order.Notification.Value, order.Delivery);
            await thing.ExecuteAsync(attempt with { Late = true }, Actor.System);
        }
    }

    [LoggerMessage(1041, LogLevel.Information, "Notification {Notification}, delivery {Delivery}: withdrawn while it was being sent")]
    private static partial void LogLate(ILogger logger, string notification, int delivery);
}
