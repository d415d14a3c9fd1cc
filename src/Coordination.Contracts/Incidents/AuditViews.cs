using System.Text.Json;
using Coordination.Contracts.Access;

namespace Coordination.Contracts.Incidents;

/// <summary>What is looked for in the journal. What is left out does not matter.</summary>
public sealed record AuditSearch
{
    /// <summary>The kinds of things that have a story.</summary>
    public static IReadOnlyList<string> Kinds { get; } =
    [
        "incident", "escalation", "notification", "intake", "attribution", "advisory", "addressee", "exposure", "catalogue", "document", "provider", "institution", "inventory", "partner", "sharing", "collection", "received", "submission", "enquiry", "subscription", "webhook", "follower", "peer", "reply", "person", "token", "reading", "source", "policy", "roster", "erasure", "retention",
    ];

    /// <summary>From this moment on.</summary>
    public DateTimeOffset? From { get; init; }

    /// <summary>Before this moment.</summary>
    public DateTimeOffset? To { get; init; }

    /// <summary>A person by name, mail address or identifier, a token by name, or whoever the journal names so (<c>system</c>, <c>source/sensor</c>).</summary>
    public string? Who { get; init; }

    /// <summary>The kind of thing: <c>incident</c>, <c>person</c>, …</summary>
    public string? Kind { get; init; }

    /// <summary>All that tells the story of this incident, by number or identifier.</summary>
    public string? Incident { get; init; }

    /// <summary>The name of the event, for example <c>incident-closed</c>.</summary>
    public string? Event { get; init; }

    /// <summary>Where the page before ended.</summary>
    public string? Cursor { get; init; }

    /// <summary>How many at most; 100 without.</summary>
    public int? Limit { get; init; }
}

/// <summary>Something that happened, as it stands in the journal.</summary>
/// <param name="Id">Its stream and version.</param>
/// <param name="By">Who, as text to show.</param>
/// <param name="Actor">Who, as the journal names them.</param>
/// <param name="Kind">The kind of thing that it happened to.</param>
/// <param name="Thing">The thing's identifier.</param>
/// <param name="Number">The number of the incident whose story it belongs to.</param>
/// <param name="Event">The name of the event.</param>
/// <param name="Words">The event in words.</param>
/// <param name="Cause">The operation or message that led to it.</param>
/// <param name="Content">The event as it was written; left out where it has been erased.</param>
/// <param name="Hash">By which it is chained, as exports have it.</param>
public sealed record AuditEvent(
    string Id, DateTimeOffset At, string By, string Actor, string Kind, string Thing, long Version, string? Number, Tlp? Tlp, string Event, string Words, string Cause, bool Exercise, JsonElement? Content, string Hash);

/// <summary>A page of the audit.</summary>
/// <param name="Next">The cursor of what is older; null at the end.</param>
/// <param name="Reached">Up to when it was looked at; null at the end.</param>
public sealed record AuditPage(IReadOnlyList<AuditEvent> Items, string? Next = null, DateTimeOffset? Reached = null);
