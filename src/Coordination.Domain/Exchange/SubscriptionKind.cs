using Coordination.Contracts.Exchange;
using Coordination.Domain.Institutions;
using Coordination.Domain.Journal;
using Coordination.Domain.Partners;

namespace Coordination.Domain.Exchange;

/// <summary>Subscriptions to events, which go out by webhook.</summary>
public sealed class SubscriptionKind : Kind<Subscription, SubscriptionCommand, SubscriptionEvent>
{
    public static readonly SubscriptionKind Instance = new();

    public static readonly RowTable<Subscription> Table = new("subscription_row",
    [
        RowTable<Subscription>.Text("name", row => row.Facts.Name),
        RowTable<Subscription>.Text("subscriber", row => SubscriptionRules.WordOf(row.For) ?? "staff"),
        RowTable<Subscription>.Number("paused", row => row.PausedBecause is not null),
    ])
    { Indexes = ["name", "subscriber, name"] };

    public override string Name => "subscription";

    public override Subscription Empty => Subscription.Empty;

    public static StreamId Stream(SubscriptionId id) => new("subscription", id.Value);

    public override Subscription Apply(Subscription state, Recorded<SubscriptionEvent> recorded) => recorded.Event switch
    {
        Subscribed e => new(e.For, e.Facts, e.Secret, recorded.At, recorded.Actor.Value),
        // Another address may be well where the one before was not.
        SubscriptionChanged e => state with { Facts = e.Facts, FailingSince = e.Facts.Address == state.Facts.Address ? state.FailingSince : null },
        SubscriptionPaused e => state with { PausedBecause = e.Reason, PausedAt = recorded.At },
        SubscriptionResumed => state with { PausedBecause = null, PausedAt = null, FailingSince = null },
        SubscriptionSecretRotated e => state with { Secret = e.Secret, Former = e.Former },
        SubscriptionFailing => state with { FailingSince = recorded.At },
        SubscriptionRecovered => state with { FailingSince = null },
        SubscriptionEnded => state with { Ended = true, Former = [] },
        _ => state,
    };

    public override IEnumerable<Lookup> Needs(Subscription state, SubscriptionCommand command)
        => command is not Subscribe subscribe ? []
            : [.. subscribe.For.Partner is { } partner ? [new PartnerById(partner)] : Array.Empty<Lookup>(), .. subscribe.For.Institution is { } institution ? [new InstitutionById(institution)] : Array.Empty<Lookup>()];

    public override IEnumerable<RowChange> Rows(StreamId stream, Subscription before, Recorded<SubscriptionEvent> recorded, Subscription after)
        => [after.Ended ? Table.Remove(stream.Key) : Table.Put(stream.Key, after), Timeline.Entry(stream, stream, recorded, Describe(recorded.Event))];

    private static string Describe(SubscriptionEvent happened) => happened switch
    {
        Subscribed e => $"subscribed to {string.Join(", ", e.Facts.Events)}",
        SubscriptionChanged => "changed the subscription",
        SubscriptionPaused e => $"paused the subscription: {e.Reason}",
        SubscriptionResumed => "resumed the subscription",
        SubscriptionSecretRotated => "gave the subscription another secret",
        SubscriptionFailing => "a delivery was given up",
        SubscriptionRecovered => "deliveries arrive again",
        SubscriptionTested { Arrived: true } => "sent a test, which arrived",
        SubscriptionTested e => $"sent a test, which did not arrive: {e.Error}",
        SubscriptionEnded => "ended the subscription",
        _ => happened.GetType().Name,
    };
}
