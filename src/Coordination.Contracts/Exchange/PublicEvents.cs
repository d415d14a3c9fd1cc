using Coordination.Contracts.Advisories;
using Coordination.Contracts.Incidents;

namespace Coordination.Contracts.Exchange;

/// <summary>The kinds of events that one can subscribe to. Names are kept for ever; kinds are only added.</summary>
public static class PublicEvents
{
    /// <summary>There is a new incident that the subscriber sees.</summary>
    public const string IncidentOpened = "incident.opened";

    /// <summary>Title, severity, class, label, status, owner or the institutions of an incident have changed. Sightings, notes and tasks alone are no change.</summary>
    public const string IncidentChanged = "incident.changed";

    /// <summary>An incident was shared with the subscriber: from now on it is seen.</summary>
    public const string IncidentShared = "incident.shared";

    /// <summary>An incident was closed.</summary>
    public const string IncidentClosed = "incident.closed";

    /// <summary>A closed incident is open again.</summary>
    public const string IncidentReopened = "incident.reopened";

    /// <summary>An advisory, or a revision of one, was published; to an institution: was addressed to it; to a partner: was shared with it, revised or corrected.</summary>
    public const string AdvisoryPublished = "advisory.published";

    /// <summary>An advisory was withdrawn; to an institution: no longer concerns it; to a partner: holds no longer, or was called back.</summary>
    public const string AdvisoryWithdrawn = "advisory.withdrawn";

    /// <summary>A request to or from a partner was opened.</summary>
    public const string RequestOpened = "request.opened";

    /// <summary>A message stands in the thread of a request: an answer, or more of the question, whoever wrote it. Of several at a time it tells of the newest.</summary>
    public const string RequestMessage = "request.message";

    /// <summary>The answer to a request is late.</summary>
    public const string RequestOverdue = "request.overdue";

    /// <summary>A request was closed by the CERT.</summary>
    public const string RequestClosed = "request.closed";

    /// <summary>A request was withdrawn by who asked.</summary>
    public const string RequestWithdrawn = "request.withdrawn";

    /// <summary>Sent by the test button alone. It is about nothing, and nobody need subscribe to it.</summary>
    public const string Test = "coordination.test";

    /// <summary>All that can be subscribed to.</summary>
    public static IReadOnlyList<string> All { get; } = [IncidentOpened, IncidentChanged, IncidentShared, IncidentClosed, IncidentReopened, AdvisoryPublished, AdvisoryWithdrawn, RequestOpened, RequestMessage, RequestOverdue, RequestClosed, RequestWithdrawn];

    /// <summary>What this subscriber can hear of: requests are between the CERT and its partners.</summary>
    public static IReadOnlyList<string> For(SubscriberKind subscriber) => subscriber == SubscriberKind.Institution ? [.. All.Where(name => !IsOfRequest(name))] : All;

    /// <summary>Whether an event is about an incident.</summary>
    public static bool IsOfIncident(string name) => name.StartsWith("incident.", StringComparison.Ordinal);

    /// <summary>Whether an event is about an advisory.</summary>
    public static bool IsOfAdvisory(string name) => name.StartsWith("advisory.", StringComparison.Ordinal);

    /// <summary>Whether an event is about a request to or from a partner.</summary>
    public static bool IsOfRequest(string name) => name.StartsWith("request.", StringComparison.Ordinal);
}

/// <summary>An event as it is posted: CloudEvents 1.0, structured, as <c>application/cloudevents+json</c>.</summary>
/// <param name="SpecVersion"><c>1.0</c>.</param>
/// <param name="Id">The <c>webhook-id</c>: whoever has seen it has seen the event.</param>
/// <param name="Source">The address of this system.</param>
/// <param name="Type">One of <see cref="PublicEvents"/>.</param>
/// <param name="Time">When it happened. <see cref="Data"/> is as things stand when it is sent.</param>
/// <param name="Subject">What it is about: <c>incident/ID</c>, <c>advisory/ID</c>, <c>request/ID</c>; null for a test.</param>
/// <param name="DataContentType"><c>application/json</c>.</param>
/// <param name="Tlp">The label of all of it, as an extension: <c>TLP:GREEN</c>.</param>
public sealed record PublicEvent(
    [property: System.Text.Json.Serialization.JsonPropertyName("specversion")] string SpecVersion, WebhookId Id, string Source, string Type, DateTimeOffset Time, string? Subject,
    [property: System.Text.Json.Serialization.JsonPropertyName("datacontenttype")] string DataContentType, string Tlp, PublicEventData Data);

/// <summary>What an event says. Above GREEN only label, number and link: whoever may know more asks by the API.</summary>
/// <param name="Number">The readable number of the incident, advisory or request; null for a test.</param>
/// <param name="Tlp">Its label; of a message, the stricter of its own and that of its request.</param>
/// <param name="Link">Where it is read; by a partner, an advisory as an object of its TAXII collection.</param>
/// <param name="Incident">Up to GREEN, where it is about one: as the subscriber sees it.</param>
/// <param name="Advisory">Up to GREEN, where it is about one: as the subscriber sees it.</param>
/// <param name="Request">Up to GREEN, where it is about one: as the subscriber sees it.</param>
public sealed record PublicEventData(string? Number, Tlp Tlp, string? Link, IncidentSummary? Incident = null, AdvisorySummary? Advisory = null, EnquirySummary? Request = null);
