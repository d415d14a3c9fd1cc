using Coordination.Contracts;
using Coordination.Contracts.Incidents;
using Coordination.Contracts.Institutions;
using Coordination.Contracts.Notification;
using Coordination.Domain.Access;
using Coordination.Domain.Correlation;
using Coordination.Domain.Escalation;
using Coordination.Domain.Incidents;
using Coordination.Domain.Intake;
using Coordination.Domain.Journal;
using Coordination.Domain.Notification;
using Coordination.Domain.Retention;

namespace Coordination.Domain;

/// <summary>
/// What follows from an event for other things, said in this one place: incidents have never heard of escalation, escalation has never heard of incidents.
/// Pure: messages to arm, keys to close, claims to take or give up.
/// </summary>
public static partial class Reactions
{
    /// <summary>An accepted alert, or its repetition, is handed to the incident it belongs to; one that is nobody's waits for an officer.</summary>
    public static Effects OfIntake(IReadOnlyList<Recorded<IntakeEvent>> events)
    {
        var arm = new List<Armed>();
        var claims = new List<Claim>();
        foreach (var recorded in events)
        {
            if (recorded.Event is AlertReceived { Alert: { } alert })
            {
                claims.Add(Fingerprint.Claim(alert.Id));
                if (alert.Institution is { } institution)
                {
                    arm.Add(HandOff(alert, institution));
                    arm.AddRange([.. Seen(alert, institution), .. Found(alert, institution, recorded.At)]);
                }
            }
            else if (recorded.Event is AlertRepeated { Last: { Institution: { } owner } last } repeated)
            {
                arm.Add(HandOff(last, owner, repeated.Count));
                arm.AddRange([.. Seen(last, owner), .. Found(last, owner, recorded.At)]);
            }
        }

        return new()
        {
            Arm = arm,
            Claims = claims,
            // The same line is a new alert when it comes again.
            Releases = [.. events.Select(recorded => recorded.Event).OfType<AlertsErased>().SelectMany(erased => erased.Erased).Select(Fingerprint.Claim)],
        };
    }

    /// <summary>An incident that needs someone starts its escalation and tells the institutions; once someone has it, nothing more is sent for that reason.</summary>
    public static Effects OfIncident(StreamId stream, Incident before, IReadOnlyList<Recorded<IncidentEvent>> events, Incident after)
    {
        var arm = new List<Armed>();
        var close = new List<string>();
        var subject = new Subject(stream.Value, after.Number, after.Title, after.Severity, after.Tlp, after.Exercise);
        if (before.UnattendedSince != after.UnattendedSince)
        {
            if (before.UnattendedSince is { } since)
            {
                close.Add(EscalationKind.Key(stream, since));
                var why = after.UnattendedSince is not null ? (after.Severity > before.Severity ? "the severity was raised" : "the label became stricter")
                    : after.Status == IncidentStatus.Closed ? "the incident was closed"
                    : $"acknowledged by {{person/{after.AcknowledgedBy}}}";
                arm.Add(To(EscalationKind.Stream(stream, since), (EscalationCommand)new StopEscalation(why), Priority.Escalation));
            }

            if (after.UnattendedSince is { } now)
            {
                var key = EscalationKind.Key(stream, now);
                arm.Add(To(EscalationKind.Stream(stream, now), (EscalationCommand)new StartEscalation(subject, key), Priority.Escalation, key: key));
            }
        }

        foreach (var institution in after.Institutions.Select(one => one.Institution).Except(before.Institutions.Select(one => one.Institution)))
        {
            var party = new Party("institution", institution.Value, []);
            arm.Add(To(
                NotificationKind.Stream(NotificationKind.IdOf(stream.Value, party.Kind, party.Id)),
                (NotificationCommand)new Notify(subject, party, null, "affected institution", OthersOf(after, institution, events[^1].At)),
                Priority.Notification));
        }

        arm.AddRange([.. References(stream, events), .. Shared(stream, before, events, after)]);
        arm.AddRange(events.SelectMany(recorded => Asked(stream, recorded, subject, after).Concat(Spoken(stream, recorded, subject, after)).Concat(Found(recorded, after))));

        // A share that runs out while everything is down ends with the first sweep after.
        arm.AddRange(events.Select(recorded => recorded.Event).OfType<IncidentShared>().Where(shared => shared.Share.Until is not null)
            .Select(shared => To(stream, (IncidentCommand)new EndShare(shared.Share.Number), Priority.HandOff, shared.Share.Until)));

        // The case itself cannot keep who erased it and why: it is destroyed.
        arm.AddRange(events.Where(recorded => recorded.Event is IncidentErasing).Select(recorded => To(
            ErasureKind.Of(stream),
            (ErasureCommand)new BeginErasure(stream.Value, after.Number, ((IncidentErasing)recorded.Event).Reason, recorded.Actor.Value, ((IncidentErasing)recorded.Event).Rule),
            Priority.HandOff)));
        arm.AddRange(events.SelectMany(recorded => AttachmentOrders.After(stream, recorded.Event, before, after)));

        return new()
        {
            Arm = arm,
            CloseKeys = close,
            Claims = !before.HoldsCorrelation && after.HoldsCorrelation ? [CorrelationKeys.Claim(after.CorrelationKey!)] : [],
            Releases = before.HoldsCorrelation && !after.HoldsCorrelation ? [CorrelationKeys.Claim(after.CorrelationKey!)] : [],
        };
    }

    /// <summary>A step that was recorded is sent, and the next is armed; all under the key that an acknowledgement closes.</summary>
    public static Effects OfEscalation(StreamId stream, IReadOnlyList<Recorded<EscalationEvent>> events, Escalation.Escalation after)
    {
        var arm = new List<Armed>();
        foreach (var recorded in events)
        {
            switch (recorded.Event)
            {
                case EscalationStarted:
                    arm.Add(To(stream, (EscalationCommand)new TakeStep(1, 1, recorded.At), Priority.Escalation, key: after.Key));
                    break;
                case StepTaken step:
                    foreach (var party in step.Parties)
                    {
                        arm.Add(To(
                            NotificationKind.Stream(StepNotification(after.Key, step, party)),
                            (NotificationCommand)new Notify(after.Subject!, party, after.Key, $"policy {after.Policy!.Name}, round {step.Round}, step {step.Step}"),
                            Priority.Escalation,
                            key: after.Key));
                    }

                    arm.Add(NextStep(stream, after, step.NextAt));
                    break;
                case StepReachedNobody:
                    arm.AddRange([.. NotReached(after), NextStep(stream, after, recorded.At)]);
                    break;
                case EscalationStopped:
                    arm.AddRange(after.Notifications.Select(id =>
                        To(NotificationKind.Stream(NotificationId.Of(id)), (NotificationCommand)new Withdraw(), Priority.Notification)));
                    break;
            }
        }

        return new() { Arm = arm };
    }

    /// <summary>Whoever's access was changed is told by mail; of another address, at both.</summary>
    public static Effects OfPerson(StreamId stream, Person before, IReadOnlyList<Recorded<PersonEvent>> events, Person after)
    {
        var addresses = new[] { before.Facts?.Mail, after.Facts?.Mail }.OfType<string>().Distinct(StringComparer.OrdinalIgnoreCase);
        var party = new Party("person", stream.Key, [.. addresses.Select(address => new Contact((after.Facts ?? before.Facts)!.Name, Channel.Mail, address))]);
        var subject = new Subject(stream.Value, "access", "Your access was changed", Severity.Low, Tlp.Amber);
        var notices = from recorded in events
                      let notice = AccessNotices.Of(recorded, before)
                      where notice is not null
                      let id = NotificationKind.IdOf(stream.Value, recorded.Version.ToString(System.Globalization.CultureInfo.InvariantCulture))
                      select To(NotificationKind.Stream(id), (NotificationCommand)new Notify(subject, party, null, notice), Priority.Notification);
        var mail = Claimed.OnChange(PersonKind.MailClaim, before.Facts?.Mail ?? "", after.Facts?.Mail ?? "");
        var identity = Claimed.OnChange(ProviderIdentity.ClaimKind, before.Facts?.Provider?.Identity.Key ?? "", after.Facts?.Provider?.Identity.Key ?? "");
        return new() { Arm = [.. notices, .. ErasuresOf(stream, events)], Claims = [.. mail.Claims, .. identity.Claims], Releases = [.. mail.Releases, .. identity.Releases] };
    }

    /// <summary>A queued delivery goes to its sender (those of an exercise are never queued); one that failed goes again later; an institution's acknowledgement is shown by what it is about.</summary>
    public static Effects OfNotification(StreamId stream, IReadOnlyList<Recorded<NotificationEvent>> events, Notification.Notification after)
    {
        var arm = new List<Armed>();
        foreach (var recorded in events)
        {
            switch (recorded.Event)
            {
                case NotificationQueued:
                    arm.AddRange(after.Deliveries.Where(delivery => delivery.Status == DeliveryStatus.Queued).Select(delivery => Send(stream, after, delivery, attempt: 1, due: null)));
                    break;
                case DeliveryFailed failed:
                    arm.Add(Send(stream, after, after.Find(failed.Delivery)!, failed.Attempt + 1, failed.RetryAt));
                    break;
                case DeliveryRetried retried:
                    arm.Add(Send(stream, after, after.Find(retried.Delivery)!, after.Find(retried.Delivery)!.Attempts + 1, due: null));
                    break;
                case NotificationAcknowledged when after.Party!.Kind == "institution" && after.Subject!.Matter == Matter.Incident && new StreamId(after.Subject!.Stream).Kind == "incident":
                    arm.Add(To(
                        new StreamId(after.Subject.Stream),
                        (IncidentCommand)new RecordInstitutionAcknowledged(Contracts.Institutions.InstitutionId.Of(after.Party.Id)),
                        Priority.HandOff));
                    break;
            }
        }

        arm.AddRange(ToldOfAdvisory(events, after));
        return new() { Arm = arm };
    }

    /// <summary>The notification by which a step tells one party: the same step and party are the same notification.</summary>
    public static NotificationId StepNotification(string key, StepTaken step, Party party)
        => NotificationKind.IdOf(key, $"{step.Round}.{step.Step}", party.Kind, party.Id);

    private static Armed NextStep(StreamId stream, Escalation.Escalation after, DateTimeOffset due)
        => To(stream, (EscalationCommand)(after.Next is { } next ? new TakeStep(next.Round, next.Step, due) : TakeStep.End(due)), Priority.Escalation, due, after.Key);

    private static Armed HandOff(AlertRecord alert, Contracts.Institutions.InstitutionId institution, long? repeats = null)
    {
        var line = alert.Line;
        var key = CorrelationKeys.Of(institution, line.Classification, line.SourceIp ?? line.SourceFqdn ?? line.SourceUrl ?? line.SourceNetwork ?? line.SourceAccount ?? $"AS{line.SourceAsn}", line.Exercise);
        return To(
            CorrelationKeys.Target(key),
            new Sightings
            {
                CorrelationKey = key,
                Count = repeats ?? 1,
                Alerts = repeats is null ? [alert.Id] : [],
                Institution = institution,
                Title = line.Title,
                Classification = line.Classification,
                Severity = alert.Severity,
                Tlp = line.Tlp,
                DefaultTlp = alert.DefaultTlp,
                Observables = [.. AlertObservables.Of(line)],
                WindowHours = alert.WindowHours,
                Exercise = line.Exercise,
            },
            Priority.HandOff);
    }

    private static Armed Send(StreamId stream, Notification.Notification notification, Delivery delivery, int attempt, DateTimeOffset? due)
        => To(
            new StreamId("send", $"{delivery.Contact.Channel}/{stream.Key}/{delivery.Number}".ToLowerInvariant()),
            new SendOrder
            {
                Notification = NotificationId.Of(stream.Key),
                Delivery = delivery.Number,
                Attempt = attempt,
                Channel = delivery.Contact.Channel,
                Address = delivery.Contact.Address,
                RecipientName = delivery.Contact.Name,
                Text = NotificationText.Of(notification.Subject!, notification.Party!.Kind, notification.Reason),
                Tlp = notification.Subject!.Tlp,
                Thread = notification.Subject.Stream,
                Due = notification.Subject.Due,
                OnlyTells = NotificationKind.IsOfAccess(notification.Subject.Stream),
            },
            notification.Party!.Kind is "institution" or "partner" || NotificationKind.IsOfAccess(notification.Subject.Stream) ? Priority.Notification : Priority.Escalation,
            due,
            notification.Key);

    private static Armed To<TMessage>(StreamId target, TMessage message, Priority priority, DateTimeOffset? due = null, string? key = null)
        => new(target, DomainJson.Write(message), priority, due, key);
}
