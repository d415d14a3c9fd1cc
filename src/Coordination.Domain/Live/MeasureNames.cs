namespace Coordination.Domain.Live;

/// <summary>The names of what the product measures of itself, as OpenTelemetry has them. Dashboards and alert rules are checked against them.</summary>
public static class MeasureNames
{
    /// <summary>The meter of all of them, and the source of our traces.</summary>
    public const string Meter = "Coordination";

    /// <summary>Counter: commits written.</summary>
    public const string Commits = "coordination.journal.commits";

    /// <summary>Histogram: commits written together in one transaction.</summary>
    public const string GroupSize = "coordination.journal.group.size";

    /// <summary>Histogram, seconds: from the beginning of a group to its commit.</summary>
    public const string GroupDuration = "coordination.journal.group.duration";

    /// <summary>Counter: groups that failed and were tried again, halved or given up.</summary>
    public const string GroupFailures = "coordination.journal.group.failures";

    /// <summary>Gauge: messages that are armed, due or not.</summary>
    public const string OutboxArmed = "coordination.outbox.armed";

    /// <summary>Gauge: messages that are due and not done.</summary>
    public const string OutboxOverdue = "coordination.outbox.overdue";

    /// <summary>Gauge, seconds: how late the oldest message is that is due and not done.</summary>
    public const string OutboxOldest = "coordination.outbox.oldest";

    /// <summary>Gauge: messages taken out of service, for people to look at.</summary>
    public const string OutboxParked = "coordination.outbox.parked";

    /// <summary>Gauge, seconds: since this process finished its last sweep.</summary>
    public const string SweepAge = "coordination.outbox.sweep.age";

    /// <summary>Histogram, seconds: from when a step of an escalation was due to when it was recorded.</summary>
    public const string EscalationLateness = "coordination.escalation.lateness";

    /// <summary>Counter, by <c>channel</c> and <c>outcome</c> (sent, failed, refused, withdrawn): attempts to deliver.</summary>
    public const string DeliveryAttempts = "coordination.delivery.attempts";

    /// <summary>Counter, by <c>kind</c> (caller, address, source): requests that were refused because there were too many.</summary>
    public const string RequestsLimited = "coordination.requests.limited";

    /// <summary>Gauge, by <c>state</c>: notifications by what has become of them.</summary>
    public const string Deliveries = "coordination.deliveries";

    /// <summary>Histogram, seconds: from the decision of a change to when this process tells its consoles.</summary>
    public const string FeedLag = "coordination.feed.lag";

    /// <summary>Gauge: consoles connected to this process.</summary>
    public const string Consoles = "coordination.consoles";

    /// <summary>Counter, by <c>kind</c> (password, token, invitation, link): attempts to get in that were refused.</summary>
    public const string AccessRefused = "coordination.access.refused";

    /// <summary>Gauge, seconds: the database's clock less this machine's.</summary>
    public const string ClockOffset = "coordination.clock.offset";

    /// <summary>Counter, by <c>way</c> (poll, push) and <c>outcome</c> (done, failed, held): steps with partners' servers.</summary>
    public const string PeerSteps = "coordination.peer.steps";

    /// <summary>Gauge: objects that lie ready for partners and have not left.</summary>
    public const string PartnersWaiting = "coordination.partners.waiting";

    /// <summary>Gauge: partners whose servers are left alone because they failed too often.</summary>
    public const string PartnersLeftAlone = "coordination.partners.left.alone";
}
