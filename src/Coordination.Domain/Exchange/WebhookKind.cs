using System.Security.Cryptography;
using System.Text;
using Coordination.Contracts.Exchange;
using Coordination.Domain.Journal;

namespace Coordination.Domain.Exchange;

/// <summary>Events on their way to subscribers, one for each pair.</summary>
public sealed class WebhookKind : Kind<Webhook, WebhookCommand, WebhookEvent>
{
    public static readonly WebhookKind Instance = new();

    public static readonly RowTable<Webhook> Table = new("webhook_row",
    [
        RowTable<Webhook>.Text("subscription", row => row.What!.Subscription.Value),
        RowTable<Webhook>.Number("state", row => row.Status),
        RowTable<Webhook>.Instant("happened_at", row => row.What!.At),
    ])
    { Indexes = ["subscription, happened_at"] };

    public override string Name => "webhook";

    public override Webhook Empty => Webhook.Empty;

    public static StreamId Stream(WebhookId id) => new("webhook", id.Value);

    /// <summary>The id follows from what makes it one, so that asking twice is asking once.</summary>
    /// <param name="which">Which of its kind it is at that thing: the version, or the number of a share.</param>
    public static WebhookId IdOf(SubscriptionId subscription, string happened, StreamId subject, string which)
        => WebhookId.Of("msg_" + Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{subscription}|{happened}|{subject}|{which}")))[..32]);

    public override Webhook Apply(Webhook state, Recorded<WebhookEvent> recorded) => state.Apply(recorded);

    public override bool Begins(WebhookCommand command) => command is ArmWebhook;

    public override Effects React(StreamId stream, Webhook before, IReadOnlyList<Recorded<WebhookEvent>> events, Webhook after) => Reactions.OfWebhook(stream, events, after);

    public override IEnumerable<RowChange> Rows(StreamId stream, Webhook before, Recorded<WebhookEvent> recorded, Webhook after) => [Table.Put(stream.Key, after)];
}
