using System.Text.Json.Serialization;
using Coordination.Contracts;
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

[JsonDerivedType(typeof(Notify), "notify")]
[JsonDerivedType(typeof(RecordAttempt), "record-attempt")]
[JsonDerivedType(typeof(RetryDelivery), "retry-delivery")]
[JsonDerivedType(typeof(Withdraw), "withdraw")]
[JsonDerivedType(typeof(AcknowledgeNotification), "acknowledge-notification")]
public abstract record NotificationCommand : ICommand<Notification, NotificationEvent>
{
    public abstract Decision<NotificationEvent> Decide(Notification state, Context context);
}

/// <summary>Tells a party about a subject. Addresses come with the step that reached them, or are looked up.</summary>
/// <param name="Hidden">The institutions of which this party is not to be told: what names them is taken out of the title.</param>
public sealed record Notify(Subject Subject, Party Party, string? Key, string Reason, IReadOnlyList<InstitutionId>? Hidden = null) : NotificationCommand
{
    public override Decision<NotificationEvent> Decide(Notification state, Context context)
        => state.Subject is not null ? Decision<NotificationEvent>.Nothing
            // A step that reached certain contacts brings them.
            : Party is { Kind: "institution", Contacts.Count: 0 } && context.Lookups.Find(new InstitutionById(InstitutionId.Of(Party.Id))) is { } institution
                ? new NotificationQueued(Shown(context), Party with { Contacts = ContactRoles.First(institution.Contacts) }, Key, Reason)
            : new NotificationQueued(Shown(context), Found(context), Key, Reason);

    /// <summary>A partner is told of what it may have now, by those who are told first; a person at the address that they have now.</summary>
    private Party Found(Context context)
        => Party is { Kind: "partner", Contacts.Count: 0 }
            ? context.Lookups.Find(new PartnerById(PartnerId.Of(Party.Id))) is { } partner && Partner.StandingOf(PartnerId.Of(Party.Id), partner).MayHave(Subject.Tlp, context.Now)
                ? Party with { Contacts = ContactRoles.First(partner.Facts.Contacts) }
                : Party
            : Party is { Kind: "person", Contacts.Count: 0 } && context.Lookups.Find(new PersonById(PersonId.Of(Party.Id))) is { } person
                ? Party with { Contacts = [new(person.Name, Channel.Mail, person.Mail)] }
                : Party;

    private Subject Shown(Context context)
        => Hidden is not { Count: > 0 } ? Subject
            : Subject with { Title = OtherParties.Without(Subject.Title, Hidden.Select(one => context.Lookups.Find(new InstitutionById(one))).OfType<InstitutionFacts>()) };
}

/// <summary>A sender reports what became of an attempt.</summary>
/// <param name="Late">The key was closed while the attempt was under way.</param>
public sealed record RecordAttempt(int Delivery, int Attempt, SendResult Result, bool Late = false) : NotificationCommand
{
    public override Decision<NotificationEvent> Decide(Notification state, Context context)
    {
        if (state.Find(Delivery) is not { } delivery || delivery.Status == DeliveryStatus.Sent)
        {
            return Decision<NotificationEvent>.Nothing;
        }

        // What has arrived has arrived, whatever was thought of the attempt before: two processes may have made it.
        if (Result.Sent)
        {
            return new DeliverySent(Delivery, Math.Max(Attempt, delivery.Attempts), Late || delivery.Status == DeliveryStatus.Withdrawn);
        }

        // An old report; or withdrawn, and the attempt failed: nothing has reached anyone and nothing more will be tried.
        if (Late || delivery.Status != DeliveryStatus.Queued || delivery.Attempts >= Attempt)
        {
            return Decision<NotificationEvent>.Nothing;
        }

        var error = Result.Error is { Length: > 500 } ? Result.Error[..500] : Result.Error ?? "no reason given";
        return !Result.Permanent && RetryPlan.PauseAfter(Attempt - delivery.FirstAttemptOfRun + 1) is { } pause
            ? new DeliveryFailed(Delivery, Attempt, error, context.Now + pause)
            : new DeliveryParked(Delivery, Attempt, error);
    }
}

/// <summary>Someone has a parked delivery tried again.</summary>
public sealed record RetryDelivery(int Delivery) : NotificationCommand
{
    public override Decision<NotificationEvent> Decide(Notification state, Context context)
        => state.Find(Delivery) is not { } delivery ? NotificationRefusals.Unknown
            : delivery.Status == DeliveryStatus.Parked ? new DeliveryRetried(Delivery)
            : NotificationRefusals.NotParked;
}

/// <summary>The reason for telling has gone: what is not sent yet is not sent.</summary>
public sealed record Withdraw : NotificationCommand
{
    public override Decision<NotificationEvent> Decide(Notification state, Context context)
    {
        var waiting = state.Deliveries.Where(one => one.Status is DeliveryStatus.Queued or DeliveryStatus.Parked).Select(one => one.Number).ToArray();
        return waiting.Length == 0 ? Decision<NotificationEvent>.Nothing : new DeliveriesWithdrawn(waiting);
    }
}

/// <summary>The party says that it knows, by the signed link.</summary>
public sealed record AcknowledgeNotification : NotificationCommand
{
    public override Decision<NotificationEvent> Decide(Notification state, Context context)
        => state.Subject is null ? NotificationRefusals.Unknown
            : state.AcknowledgedAt is not null ? Decision<NotificationEvent>.Nothing
            : new NotificationAcknowledged();
}

public static class NotificationRefusals
{
    public static readonly Refusal Unknown = new(RefusalKind.Unknown, "notification.unknown", "There is no such notification or delivery.");
    public static readonly Refusal NotParked = new(RefusalKind.Conflict, "notification.not-parked", "Only a parked delivery is tried again by hand; this one is not parked.");
}
