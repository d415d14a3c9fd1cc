using Coordination.Contracts.Exchange;
using Coordination.Domain.Access;
using Coordination.Domain.Exchange;
using Coordination.Domain.Journal;

namespace Coordination.Host.Exchange;

/// <summary>A subscription, and how its subscriber looks at things now.</summary>
internal sealed record Listening(SubscriptionId Id, Subscription Value, Viewer Viewer)
{
    public SubscriberKind Kind => Value.For.Kind;

    public string? Filter => Value.Facts.Filter;

    public bool Hears(string name, DateTimeOffset at) => at >= Value.At && Value.Facts.Events.Contains(name);

    /// <param name="stream">What it happened to.</param>
    /// <param name="subject">What it is about.</param>
    public NewWebhook Hear(News news, StreamId stream, StreamId subject) => new(WebhookKind.IdOf(Id, news.Event, stream, news.Which), new(Id, news.Event, subject.Value, news.At, news.Message));
}
