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

    /// <param name="name">The event.</param>
    /// <param name="stream">What it happened to.</param>
    /// <param name="which">Which of its kind it is there: whatever is named alike is one event.</param>
    /// <param name="subject">What it is about; null: what it happened to.</param>
    /// <param name="message">The message that it tells of.</param>
    public NewWebhook Hear(string name, StreamId stream, string which, DateTimeOffset at, StreamId? subject = null, int? message = null)
        => new(WebhookKind.IdOf(Id, name, stream, which), new(Id, name, (subject ?? stream).Value, at, message));
}

/// <summary>Something happened to a thing. What happened to it in the same way more than once in one look is one event, the newest.</summary>
internal sealed record Happened(string Event, StreamId Stream, long Version, DateTimeOffset At)
{
    /// <param name="names">What subscribers call an event of the journal; of others they hear nothing.</param>
    public static IReadOnlyList<Happened> In(IReadOnlyList<FeedEntry> entries, IReadOnlyDictionary<string, string> names)
        => [.. entries.Where(entry => names.ContainsKey(entry.Type)).GroupBy(entry => (Event: names[entry.Type], entry.Stream))
            .Select(group => group.MaxBy(entry => entry.Version)! is var last ? new Happened(group.Key.Event, group.Key.Stream, last.Version, last.At) : null!)];
}

/// <summary>What happens to one kind of thing, as subscribers hear it.</summary>
internal interface IHappenings
{
    /// <summary>Whether any subscriber could hear of this event of the journal.</summary>
    bool Tells(FeedEntry entry);

    /// <summary>Who of these hears what: what they asked for, and only of what they see now.</summary>
    Task<IReadOnlyList<NewWebhook>> OfAsync(IReadOnlyList<FeedEntry> entries, IReadOnlyList<Listening> all, CancellationToken cancellationToken);
}
