using Coordination.Contracts.Advisories;
using Coordination.Contracts.Incidents;
using Coordination.Contracts.Institutions;
using Coordination.Domain.Advisories;
using Coordination.Domain.Escalation;
using Coordination.Domain.Exchange;
using Coordination.Domain.Incidents;
using Coordination.Domain.Intake;
using Coordination.Domain.Journal;
using Coordination.Domain.Notification;

namespace Coordination.Domain;

/// <content>Advisories: whom publishing tells, how they are chased, and what speaks against an answer.</content>
public static partial class Reactions
{
    /// <summary>What is published goes to each recipient; who is no longer one is released.</summary>
    public static Effects OfAdvisory(StreamId stream, Advisory before, IReadOnlyList<Recorded<AdvisoryEvent>> events, Advisory after)
    {
        var arm = new List<Armed>();
        var advisory = AdvisoryId.Of(stream.Key);
        var told = Recipients.Told(before.Recipients).Select(one => one.Institution).ToArray();
        foreach (var recorded in events)
        {
            switch (recorded.Event)
            {
                case AdvisoryPublished e:
                    var (content, notice) = (e.Content, NoticeOf(advisory, after, recorded.Version));
                    var recipients = Recipients.Told(e.Recipients).ToArray();
                    arm.AddRange(recipients.Select(one => To(
                        AddresseeKind.Stream(advisory, one.Institution),
                        (AddresseeCommand)new AddressInstitution(one.Institution, notice, one.Reasons, e.Revision == 1 ? null : e.Summary, e.AskAgain),
                        content.CallForAction ? Priority.HandOff : Priority.Bulk)));
                    arm.AddRange(told.Except(recipients.Select(one => one.Institution)).Select(one => Release(one, notice, $"revision {e.Revision} no longer concerns it")));
                    arm.Add(To(stream, (AdvisoryCommand)new LookForListings(), Priority.Bulk));
                    if (e.Revision > 1)
                    {
                        arm.Add(To(SharingKind.AllOf(stream), new SharingsOrder($"revision {e.Revision} was published"), Priority.HandOff));
                    }

                    break;
                case AdvisoryWithdrawn e:
                    arm.Add(To(SharingKind.AllOf(stream), new SharingsOrder("the advisory was withdrawn"), Priority.HandOff));
                    arm.AddRange(told.Select(one => Release(one, NoticeOf(advisory, after, recorded.Version), $"the advisory was withdrawn: {e.Reason}")));
                    break;
            }
        }

        return new() { Arm = [.. arm, .. AdvisoryAttachments.Orders(stream, before, events, after)] };
    }

    /// <summary>Who is addressed is told; who owes an answer is chased until it comes; who is released is told that, and what was not sent yet is not sent.</summary>
    public static Effects OfAddressee(StreamId stream, Addressee before, IReadOnlyList<Recorded<AddresseeEvent>> events, Addressee after)
    {
        var arm = new List<Armed>();
        var close = new List<string>();
        if (before.UnansweredSince is { } since && since != after.UnansweredSince)
        {
            close.Add(EscalationKind.Key(stream, since));
            arm.Add(To(EscalationKind.Stream(stream, since), (EscalationCommand)new StopEscalation(after.Current ? "answered, or asked anew" : "the institution was released"), Priority.Escalation));
        }

        if (before.ToldSince is { } old && old != after.ToldSince)
        {
            close.Add(ToldKey(stream, old));
            arm.Add(To(NotificationKind.Stream(ToldBy(stream, old)), (NotificationCommand)new Withdraw(), Priority.Notification));
        }

        arm.AddRange(Claims(stream, before, events, after));
        foreach (var recorded in events)
        {
            switch (recorded.Event)
            {
                case InstitutionAddressed e when after.UnansweredSince == recorded.Version:
                    var key = EscalationKind.Key(stream, recorded.Version);
                    var plan = ChasePlan.For(e.Institution, recorded.At, e.DueAt ?? recorded.At.AddDays(1));
                    arm.Add(To(EscalationKind.Stream(stream, recorded.Version), (EscalationCommand)new StartEscalation(About(stream, after, Matter.CallForAction), key, plan), Priority.Escalation, key: key));
                    break;
                case InstitutionAddressed e:
                    arm.Add(Tell(stream, after, recorded.Version, e.Change is null ? Matter.Advisory : Matter.Revision, e.Change ?? "", ToldKey(stream, recorded.Version)));
                    break;
                case AnswerContradicted e:
                    arm.Add(Tell(stream, after, recorded.Version, Matter.Contradicted, $"{e.Contradiction.Cve} was seen open.", null));
                    break;
                case InstitutionReleased when before is { SentAt: not null, ReleasedAt: null }:
                case AddresseeSent when after.ReleasedAt is not null && before.SentAt is null:
                    arm.Add(Tell(stream, after, recorded.Version, Matter.Released, $"The reason: {after.ReleasedBecause}.", null));
                    break;
            }
        }

        return new() { Arm = arm, CloseKeys = close };
    }

    /// <summary>Where a vulnerability is seen open, the advisories that were answered with "patched" before hear of it, once; one that is answered later hears what was seen last.</summary>
    public static Effects OfExposure(Exposure before, IReadOnlyList<Recorded<ExposureEvent>> events, Exposure after)
    {
        if (after is not { LastAlert: { } alert, LastSeenAt: { } seen })
        {
            return Effects.None;
        }

        var claims = events.Select(recorded => recorded.Event).OfType<ClaimedPatched>().Select(claimed => claimed.Addressee);
        var hear = before.ContradictedAt(seen).Concat(claims).Except(after.Watching.Keys).Distinct();
        return new() { Arm = [.. hear.Select(one => To(new StreamId(one), (AddresseeCommand)new ContradictAnswer(new(after.Cve, alert.Value, seen)), Priority.HandOff))] };
    }

    /// <summary>The run that chases an institution for its answer; null where none does.</summary>
    public static string? ChaseOf(StreamId addressee, Addressee state) => state.UnansweredSince is { } since ? EscalationKind.Stream(addressee, since).Key : null;

    /// <summary>Where "patched" stands, alerts are compared with it: for each vulnerability that is spoken of now, those too that a revision added; no longer for what is not.</summary>
    private static IEnumerable<Armed> Claims(StreamId stream, Addressee before, IReadOnlyList<Recorded<AddresseeEvent>> events, Addressee after)
    {
        var (was, now) = (Claimed(before), Claimed(after));
        var told = was.Length > 0 && now.Length > 0 && before.AnsweredAt == after.AnsweredAt ? now.Except(was) : now;
        return told.Select(cve => Exposed(cve, new RecordPatched(cve, stream.Value, after.AnsweredAt)))
            .Concat(was.Except(now).Select(cve => Exposed(cve, new EndPatched(cve, stream.Value, events[^1].At))));

        static string[] Claimed(Addressee state) => state is { Current: true, Answer: AdvisoryAnswer.Patched } ? [.. state.Notice!.Cves] : [];

        Armed Exposed(string cve, ExposureCommand command) => To(ExposureKind.Stream(after.Institution, cve), command, Priority.HandOff);
    }

    /// <summary>The vulnerabilities that an alert shows open at its institution.</summary>
    private static IEnumerable<Armed> Seen(AlertRecord alert, InstitutionId institution)
    {
        // A source that says something of the future is not believed.
        var seen = alert.Line.OccurredAt is { } occurred && occurred < alert.ReceivedAt ? occurred : alert.ReceivedAt;
        return OpenVulnerabilities.Of(alert.Line).Select(cve => To(ExposureKind.Stream(institution, cve), (ExposureCommand)new RecordSeenOpen(cve, alert.Id, seen), Priority.HandOff));
    }

    private static IEnumerable<Armed> References(StreamId incident, IReadOnlyList<Recorded<IncidentEvent>> events)
        => from recorded in events
           let advisory = recorded.Event switch { AdvisoryReferred e => e.Advisory, AdvisoryReferenceEnded e => e.Advisory, _ => (AdvisoryId?)null }
           where advisory is not null
           select To(AdvisoryKind.Stream(advisory.Value), (AdvisoryCommand)new RecordReference(IncidentId.Of(incident.Key), recorded.Event is AdvisoryReferred, recorded.Version), Priority.HandOff);

    /// <summary>The ledger's news for the institution's line: told, not reached, or it says that it knows.</summary>
    private static IEnumerable<Armed> ToldOfAdvisory(IReadOnlyList<Recorded<NotificationEvent>> events, Notification.Notification after)
    {
        var subject = new StreamId(after.Subject!.Stream);
        return subject.Kind != "addressee" || after.Party!.Kind != "institution" || after.Subject.Matter is Matter.Released or Matter.Contradicted
            ? []
            : events.Select(recorded => (AddresseeCommand?)(recorded.Event switch
            {
                NotificationQueued { Party.Contacts.Count: 0 } => new RecordNotReached("it has no contact"),
                DeliverySent => new RecordSent(),
                DeliveryParked e => new RecordNotReached(e.Error),
                NotificationAcknowledged => new AcknowledgeAdvisory(),
                _ => null,
            })).OfType<AddresseeCommand>().Select(command => To(subject, command, Priority.HandOff));
    }

    /// <summary>A chase that finds nobody to tell is shown where the institution's answer is waited for.</summary>
    private static IEnumerable<Armed> NotReached(Escalation.Escalation chase)
        => new StreamId(chase.Subject!.Stream) is { Kind: "addressee" } subject
            ? [To(subject, (AddresseeCommand)new RecordNotReached("it has no contact"), Priority.HandOff)]
            : [];

    private static Notice NoticeOf(AdvisoryId id, Advisory advisory, long order)
    {
        var content = advisory.Published!;
        return new(
            id, advisory.Number, advisory.Revisions.Length, order, content.Title, content.Severity, content.Tlp, content.CallForAction, content.AnswerWithin,
            [.. content.Vulnerabilities.Select(one => one.Cve).OfType<string>()], advisory.Exercise);
    }

    private static Armed Release(InstitutionId institution, Notice notice, string why)
        => To(AddresseeKind.Stream(notice.Advisory, institution), (AddresseeCommand)new ReleaseInstitution(institution, notice, why), Priority.HandOff);

    private static Armed Tell(StreamId stream, Addressee after, long version, Matter matter, string reason, string? key)
        => To(
            NotificationKind.Stream(ToldBy(stream, version)),
            (NotificationCommand)new Notify(About(stream, after, matter), new Party("institution", after.Institution.Value, []), key, reason),
            after.Notice!.CallForAction ? Priority.Notification : Priority.Bulk,
            key: key);

    private static Subject About(StreamId stream, Addressee after, Matter matter)
        => new(stream.Value, after.Notice!.Number, after.Notice.Title, after.Notice.Severity, after.Notice.Tlp, after.Notice.Exercise, matter, after.DueAt);

    private static Contracts.Notification.NotificationId ToldBy(StreamId stream, long version)
        => NotificationKind.IdOf(stream.Value, "told", version.ToString(System.Globalization.CultureInfo.InvariantCulture));

    private static string ToldKey(StreamId stream, long version) => $"{stream}/told@{version}";
}
