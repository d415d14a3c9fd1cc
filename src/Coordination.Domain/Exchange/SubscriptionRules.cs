using Coordination.Contracts;
using Coordination.Contracts.Access;
using Coordination.Contracts.Exchange;
using Coordination.Contracts.Institutions;
using Coordination.Contracts.Search;
using Coordination.Domain.Access;
using Coordination.Domain.Institutions;

namespace Coordination.Domain.Exchange;

/// <summary>What a subscription must keep to, whose it is, and who may do what with it.</summary>
public static class SubscriptionRules
{
    /// <summary>For whom it can be.</summary>
    public static Refusal? Refuse(Subscriber subscriber)
    {
        ArgumentNullException.ThrowIfNull(subscriber);
        return Enum.IsDefined(subscriber.Kind) && subscriber.Kind == SubscriberKind.Partner == subscriber.Partner is not null && subscriber.Kind == SubscriberKind.Institution == subscriber.Institution is not null
            ? null
            : SubscriptionRefusals.ForInvalid;
    }

    /// <summary>Why it cannot be kept like that; null if it can.</summary>
    public static Refusal? Refuse(Subscriber subscriber, SubscriptionFacts facts)
    {
        ArgumentNullException.ThrowIfNull(subscriber);
        ArgumentNullException.ThrowIfNull(facts);
        return Texts.Refuse("name", facts.Name, 200, SubscriptionRefusals.NameMissing) is { } name ? name
            : !Addresses.IsValid(Channel.Webhook, facts.Address) || facts.Address.Any(char.IsControl) ? SubscriptionRefusals.AddressInvalid
            : facts.Events.Count == 0 || facts.Events.Any(one => !PublicEvents.All.Contains(one)) || facts.Events.Distinct().Count() < facts.Events.Count ? SubscriptionRefusals.EventsInvalid
            : facts.Events.Except(PublicEvents.For(subscriber.Kind)).Any() ? SubscriptionRefusals.EventsBeyond
            : SubscriberFilter.Refuse(subscriber, facts.Events, facts.Filter);
    }

    public static SubscriptionFacts Kept(SubscriptionFacts facts)
    {
        ArgumentNullException.ThrowIfNull(facts);
        return facts with { Name = facts.Name.Trim(), Events = [.. PublicEvents.All.Where(facts.Events.Contains)], Filter = string.IsNullOrWhiteSpace(facts.Filter) ? null : facts.Filter.Trim() };
    }

    public static bool Same(SubscriptionFacts left, SubscriptionFacts right) => DomainJson.Write(left).AsSpan().SequenceEqual(DomainJson.Write(right));

    /// <summary>For whom a subscription is that this viewer makes without saying so; null where they must say so.</summary>
    public static Subscriber? Own(Viewer viewer)
        => viewer.Role == Role.Partner ? viewer.Partner is { } partner ? new(SubscriberKind.Partner, Partner: partner.Id) : null
            : viewer.Role is { } role && Rights.IsOfInstitution(role) ? viewer.Institution is { } institution ? new(SubscriberKind.Institution, Institution: institution) : null
            : new(SubscriberKind.Staff);

    /// <summary>Whether this viewer may know of it, pause, resume and end it: a partner and an institution of their own, staff and administrators of all.</summary>
    public static bool MayKeep(Viewer viewer, Subscriber subscriber)
        => Rights.Has(viewer, Right.ManageSubscriptions) && (viewer.Role == Role.Partner || (viewer.Role is { } role && Rights.IsOfInstitution(role)) ? Own(viewer) == subscriber : true);

    /// <summary>Whether this viewer may say what goes where: who makes a subscription receives what the subscriber sees, so it takes who sees that anyway.</summary>
    public static bool MayDirect(Viewer viewer, Subscriber subscriber) => MayKeep(viewer, subscriber) && (Own(viewer) == subscriber && subscriber.Kind != SubscriberKind.Staff || Rights.Has(viewer, Right.ReadCases));

    /// <summary>How the subscriber looks at things. Of a tool of the staff: as an officer whom nothing names.</summary>
    public static Viewer ViewerOf(Subscriber subscriber, PartnerStanding? standing)
    {
        ArgumentNullException.ThrowIfNull(subscriber);
        return subscriber.Kind switch
        {
            SubscriberKind.Partner => new(null, Role.Partner, Partner: standing),
            SubscriberKind.Institution => new(null, Role.InstitutionResponder, Institution: subscriber.Institution),
            _ => new(null, Role.Officer),
        };
    }

    /// <summary>The word by which things are shared with the subscriber; null for the staff.</summary>
    public static string? WordOf(Subscriber subscriber)
    {
        ArgumentNullException.ThrowIfNull(subscriber);
        return subscriber switch
        {
            { Partner: { } partner } => Audience.Of(partner),
            { Institution: { } institution } => Audience.Of(institution),
            _ => null,
        };
    }
}
