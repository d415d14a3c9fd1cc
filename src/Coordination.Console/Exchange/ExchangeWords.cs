using Coordination.Console.Partners;
using Coordination.Console.Shell;
using Coordination.Contracts;
using Coordination.Contracts.Exchange;
using Coordination.Contracts.Partners;

namespace Coordination.Console.Exchange;

/// <summary>How what goes to and comes from partners is said to people.</summary>
internal static class ExchangeWords
{
    /// <summary>Why a partner may not have something under this label now; null where it may.</summary>
    /// <param name="topic">What it is, where only what was agreed on goes.</param>
    public static string? WhyNot(PartnerView partner, Tlp label, PartnerTopic? topic = null)
        => label == Tlp.Red ? "TLP:RED goes to nobody by machine."
            : partner.Flow != PartnerFlow.Open ? $"{PartnerWords.Of(partner.Flow)}. {PartnerWords.Why(partner)}"
            : label > partner.Settings.Ceiling ? $"It may have {partner.Settings.Ceiling.Label()} at most; this is {label.Label()}."
            : topic is { } what && !partner.Settings.Topics.Contains(what) ? $"It was not agreed that {PartnerWords.Of(what)} are exchanged with it."
            : null;

    /// <summary>How a sharing stands: what of it waits and what has left.</summary>
    public static string Of(SharingView sharing) => sharing.State switch
    {
        SharingState.Preparing => "is being made ready",
        SharingState.Held => "held back: nothing of it leaves now",
        SharingState.Ended => sharing.Left > 0 ? "ended; what had left stays there" : "ended before anything left",
        SharingState.Recalled => "called back",
        _ => (sharing.Waiting, sharing.Left) switch
        {
            (0, 0) => "shared",
            (0, var left) => $"✓ taken: {Show.Plural(left, "object")}",
            (var waiting, 0) => $"lies ready: {Show.Plural(waiting, "object")}, none taken yet",
            (var waiting, var left) => $"{Show.Plural(left, "object")} taken, {waiting:N0} more lie ready",
        },
    };

    public static string Style(SharingView sharing) => sharing.State switch
    {
        SharingState.Held => "bad",
        SharingState.Preparing => "warn",
        SharingState.Shared => sharing.Waiting > 0 ? "warn" : "ok",
        _ => "none",
    };

    public static bool IsOpen(SharingView sharing) => sharing.State is SharingState.Preparing or SharingState.Shared or SharingState.Held;

    public static string Of(SharingChange change) => change switch
    {
        SharingChange.New => "new",
        SharingChange.Changed => "changed",
        SharingChange.Same => "as it left",
        SharingChange.Gone => "stays revoked",
        _ => "revoked",
    };

    public static string Style(SharingChange change) => change switch
    {
        SharingChange.New => "ok",
        SharingChange.Changed => "warn",
        SharingChange.Revoked => "bad",
        _ => "none",
    };

    /// <summary>A type of STIX as people say it.</summary>
    public static string Type(string type) => type switch
    {
        "ipv4-addr" => "IPv4 address",
        "ipv6-addr" => "IPv6 address",
        "domain-name" => "Domain",
        "email-addr" => "Mail address",
        "url" => "URL",
        "autonomous-system" => "AS number",
        "observed-data" => "Observed data",
        "course-of-action" => "Course of action",
        "marking-definition" => "Marking",
        "relationship" => "Relationship",
        { Length: > 0 } => char.ToUpperInvariant(type[0]) + type[1..].Replace('-', ' '),
        _ => "Object",
    };

    public static string Of(EnquiryKind kind) => kind switch
    {
        EnquiryKind.Takedown => "Takedown",
        EnquiryKind.Help => "Help",
        _ => "Information",
    };

    /// <summary>Where a request stands, and whom it waits for.</summary>
    public static string Of(EnquirySummary request) => request.Status switch
    {
        EnquiryStatus.Open => request.WaitsFor switch { EnquirySide.Ours => "waits for us", EnquirySide.Theirs => "waits for them", _ => "open" },
        EnquiryStatus.Answered => request.WaitsFor == EnquirySide.Ours ? "answered: look at it" : "answered",
        EnquiryStatus.Closed => "closed",
        _ => "withdrawn",
    };

    public static string Style(EnquirySummary request)
        => request.Overdue ? "bad" : request.DueSoon || request is { Status: EnquiryStatus.Open, WaitsFor: EnquirySide.Ours } ? "warn" : request.Status == EnquiryStatus.Answered ? "ok" : "none";

    /// <summary>By how much an answer is late.</summary>
    public static string Late(TimeSpan by) => by < TimeSpan.FromSeconds(5) ? "▲ late" : $"▲ late by {Show.Age(by)}";

    public static bool IsOpen(EnquirySummary request) => request.Status is EnquiryStatus.Open or EnquiryStatus.Answered;

    public static string Of(BreakerState breaker) => breaker switch
    {
        BreakerState.Open => "left alone for a while: it failed too often",
        BreakerState.HalfOpen => "one try decides whether it is asked again",
        _ => "asked as usual",
    };

    /// <summary>Whether a partner's server answers.</summary>
    public static string Of(PartnerHealth health)
        => !health.Followed ? "not followed" : health.Flow != PartnerFlow.Open ? "not asked" : health.Breaker == BreakerState.Open ? "✗ left alone" : health.FailuresInRow > 0 ? "✗ fails" : "✓ answers";

    public static string? Style(PartnerHealth health) => !health.Followed ? null : health.Flow != PartnerFlow.Open ? "warn" : health.FailuresInRow > 0 || health.Breaker == BreakerState.Open ? "bad" : "ok";

    public static string Way(string? way) => way switch
    {
        "taxii" => "TAXII",
        "push" => "brought to its server",
        "peer" => "fetched from its server",
        "file" => "as a file",
        _ => way ?? "",
    };

    /// <summary>An event that one can subscribe to, as this subscriber hears it.</summary>
    public static string Event(string name, SubscriberKind subscriber) => name switch
    {
        PublicEvents.IncidentOpened => "There is a new incident",
        PublicEvents.IncidentChanged => "An incident has changed",
        PublicEvents.IncidentShared => "An incident was shared with it",
        PublicEvents.IncidentClosed => "An incident was closed",
        PublicEvents.IncidentReopened => "A closed incident is open again",
        PublicEvents.AdvisoryPublished => subscriber == SubscriberKind.Partner ? "An advisory was shared with it, or revised" : "An advisory was published or revised",
        PublicEvents.AdvisoryWithdrawn => subscriber == SubscriberKind.Partner ? "An advisory holds no longer, or was called back" : "An advisory was withdrawn",
        PublicEvents.RequestOpened => "There is a new request",
        PublicEvents.RequestMessage => "Someone has written to a request",
        PublicEvents.RequestOverdue => "The answer to a request is late",
        PublicEvents.RequestClosed => "A request was closed",
        PublicEvents.RequestWithdrawn => "A request was withdrawn",
        _ => name,
    };

    /// <summary>Where people read what an event is about.</summary>
    public static string PageOf(string subject, string number)
        => $"/console/{(subject.StartsWith("advisory/", StringComparison.Ordinal) ? "adv" : subject.StartsWith("request/", StringComparison.Ordinal) ? "requests" : "inc")}/{number}";

    public static string Of(WebhookStatus status) => status switch
    {
        WebhookStatus.Sent => "✓ taken",
        WebhookStatus.Parked => "✗ given up",
        WebhookStatus.Withheld => "not sent: no longer theirs to see",
        _ => "… queued",
    };

    public static string Style(WebhookStatus status) => status switch
    {
        WebhookStatus.Sent => "ok",
        WebhookStatus.Parked => "bad",
        WebhookStatus.Queued => "warn",
        _ => "none",
    };
}
