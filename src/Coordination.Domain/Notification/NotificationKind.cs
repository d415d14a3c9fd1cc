using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Coordination.Contracts.Access;
using Coordination.Contracts.Institutions;
using Coordination.Contracts.Notification;
using Coordination.Contracts.Partners;
using Coordination.Domain.Access;
using Coordination.Domain.Escalation;
using Coordination.Domain.Institutions;
using Coordination.Domain.Journal;
using Coordination.Domain.Partners;

namespace Coordination.Domain.Notification;

/// <summary>A notification with its ledger, as pages show it.</summary>
public sealed record NotificationRow(string Subject, string Reference, string PartyKind, string PartyId, DateTimeOffset At, DateTimeOffset? AcknowledgedAt, IReadOnlyList<Delivery> Deliveries, Matter Matter = Matter.Incident);

/// <summary>Notifications and the ledger of their deliveries.</summary>
public sealed class NotificationKind : Kind<Notification, NotificationCommand, NotificationEvent>
{
    public static readonly NotificationKind Instance = new();

    public static readonly RowTable<NotificationRow> Table = new("notification_row",
    [
        RowTable<NotificationRow>.Text("subject", row => row.Subject),
        RowTable<NotificationRow>.Instant("at", row => row.At),
        // Of what nobody who works on cases may see, boards do not say that it waits for them; the measures do.
        RowTable<NotificationRow>.Number("parked", row => IsOfAccess(row.Subject) ? 0 : row.Deliveries.Count(one => one.Status == DeliveryStatus.Parked)),
        RowTable<NotificationRow>.Number("queued", row => row.Deliveries.Count(one => one.Status == DeliveryStatus.Queued)),
        RowTable<NotificationRow>.Number("state", row => NotificationStates.Of(row.Deliveries, row.AcknowledgedAt is not null)),
    ])
    { Indexes = ["subject, at", "parked where parked > 0", "state"] };

    public override string Name => "notification";

    public override Notification Empty => Notification.Empty;

    /// <summary>The id of a notification follows from what makes it one, so that asking twice is asking once.</summary>
    public static NotificationId IdOf(params ReadOnlySpan<string> parts)
    {
        var text = new StringBuilder();
        foreach (var part in parts)
        {
            text.Append(part.Length).Append(':').Append(part);
        }

        return NotificationId.Of(Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text.ToString())))[..32]);
    }

    /// <summary>Whether it tells a person of their own access, which is nobody else's business.</summary>
    public static bool IsOfAccess(string subject) => new StreamId(subject).Kind == "person";

    public static StreamId Stream(NotificationId id) => new("notification", id.Value);

    public override Notification Apply(Notification state, Recorded<NotificationEvent> recorded) => state.Apply(recorded);

    public override bool IsExercise(Notification after, NotificationEvent happened) => after.Subject is { Exercise: true };

    public override Effects React(StreamId stream, Notification before, IReadOnlyList<Recorded<NotificationEvent>> events, Notification after)
        => Reactions.OfNotification(stream, events, after);

    public override IEnumerable<RowChange> Rows(StreamId stream, Notification before, Recorded<NotificationEvent> recorded, Notification after)
    {
        yield return Table.Put(stream.Key, new(after.Subject!.Stream, after.Subject.Reference, after.Party!.Kind, after.Party.Id, after.At, after.AcknowledgedAt, after.Deliveries, after.Subject.Matter));
        yield return Timeline.Entry(new StreamId(after.Subject.Stream), stream, recorded, Describe(after, recorded.Event));
    }

    public override bool Begins(NotificationCommand command) => command is Notify;

    public override IEnumerable<Lookup> Needs(Notification state, NotificationCommand command)
        => command is not Notify notify ? []
            : notify.Party is { Kind: "institution", Contacts.Count: 0 } party ? [new InstitutionById(InstitutionId.Of(party.Id)), .. Named(notify)]
            : notify.Party is { Kind: "partner", Contacts.Count: 0 } ? [new PartnerById(PartnerId.Of(notify.Party.Id)), .. Named(notify)]
            : notify.Party is { Kind: "person", Contacts.Count: 0 } ? [new PersonById(PersonId.Of(notify.Party.Id)), .. Named(notify)]
            : Named(notify);

    private static IEnumerable<Lookup> Named(Notify notify) => (notify.Hidden ?? []).Select(one => new InstitutionById(one));

    private static string Describe(Notification state, NotificationEvent happened)
    {
        var party = state.Party!.Kind == "webhook" ? "a webhook" : $"{{{state.Party.Kind}/{state.Party.Id}}}";
        return happened switch
        {
            NotificationQueued { Party.Contacts.Count: 0 } => $"has no contact to tell {party} by",
            NotificationQueued { Subject.Exercise: true } e => $"would tell {party} ({e.Reason}); it is an exercise, so nothing is sent",
            NotificationQueued e => $"tells {party} ({e.Reason})",
            DeliverySent { Late: true } => $"told {party}; it had been withdrawn while it was being sent",
            DeliverySent => $"told {party}",
            DeliveryFailed e => string.Create(CultureInfo.InvariantCulture, $"could not tell {party}: {e.Error}; next attempt {e.RetryAt.UtcDateTime:HH:mm:ss} UTC"),
            DeliveryParked e => $"gave up telling {party}: {e.Error}",
            DeliveryRetried => $"had {party} told again",
            DeliveriesWithdrawn => $"no longer needs to tell {party}",
            NotificationAcknowledged => $"{party} acknowledged",
            _ => happened.GetType().Name,
        };
    }
}
