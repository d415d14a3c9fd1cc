using System.Globalization;
using Coordination.Domain.Escalation;
using Coordination.Domain.Exchange;
using Coordination.Domain.Incidents;
using Coordination.Domain.Journal;
using Coordination.Domain.Notification;

namespace Coordination.Domain;

/// <content>What partners give.</content>
public static partial class Reactions
{
    /// <summary>What a partner says about an incident is told to it, each version once.</summary>
    public static Effects OfReceived(StreamId stream, IReadOnlyList<Recorded<ReceivedEvent>> events)
    {
        var partner = ReceivedKind.PartnerOf(stream);
        var taken = events.SelectMany(recorded => recorded.Event switch { ObjectsReceived e => e.Objects, QuarantineAccepted e => [e.What], _ => [] });
        return new()
        {
            Arm =
            [
                .. from one in taken
                   where one.Says is not null
                   from about in one.About
                   where new StreamId(about).Kind == "incident"
                   select To(new StreamId(about), (IncidentCommand)new RecordFromPartner(partner, one.Id, one.Version, one.Type, one.Label, one.LabelIsDefault, one.Says!), Priority.HandOff),
                .. events.SelectMany(recorded => LookBack(stream, recorded)),
            ],
        };
    }

    /// <summary>Whoever has the incident is told that a partner spoke of it. While nobody has it, its escalation is looking for someone anyway.</summary>
    private static IEnumerable<Armed> Spoken(StreamId stream, Recorded<IncidentEvent> recorded, Subject subject, Incident after)
    {
        if (recorded.Event is PartnerSpoke && (after.Owner ?? after.AcknowledgedBy) is { } owner)
        {
            yield return To(
                NotificationKind.Stream(NotificationKind.IdOf(stream.Value, "partner", recorded.Version.ToString(CultureInfo.InvariantCulture))),
                (NotificationCommand)new Notify(subject with { Matter = Matter.PartnerSpoke }, new Party("person", owner.Value, []), null, "a partner spoke of it"),
                Priority.Notification);
        }
    }
}
