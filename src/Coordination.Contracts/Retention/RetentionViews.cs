using Coordination.Contracts.Incidents;

namespace Coordination.Contracts.Retention;

/// <summary>What a retention rule is about.</summary>
public enum RetentionOf
{
    /// <summary>Closed incidents with all that belongs to them, by the time since they were closed.</summary>
    ClosedIncidents,

    /// <summary>Alerts that no incident has, by the time since they were received.</summary>
    AlertsWithoutIncident,

    /// <summary>Notifications and their deliveries, where the incident is closed or gone, by the time since they were made.</summary>
    Notifications,

    /// <summary>The record of who read what, by the time of reading.</summary>
    Readings,

    /// <summary>Documents of other publishers from which no advisory was drafted, by the time since their newest version was received.</summary>
    ReceivedDocuments,

    /// <summary>Requests to and from partners that are about no incident, with their threads and who was told of them, by the time since they were closed or withdrawn. One about an incident goes with it.</summary>
    Requests,

    /// <summary>What became of each document that partners brought, object by object, by the time since it came. The objects themselves have no rule.</summary>
    Submissions,
}

/// <summary>How long something is kept.</summary>
/// <param name="Of">What.</param>
/// <param name="Days">For so many days.</param>
/// <param name="Tlp">Only what bears this label; without one, all labels that have no rule of their own. Notifications, readings, documents and submissions have no label.</param>
public sealed record RetentionRule(RetentionOf Of, int Days, Tlp? Tlp = null)
{
    /// <summary>Whether there can be a rule for each label.</summary>
    public static bool HasLabel(RetentionOf what) => what is RetentionOf.ClosedIncidents or RetentionOf.AlertsWithoutIncident or RetentionOf.Requests;
}

/// <summary>Sets the rules, all at once.</summary>
/// <param name="Automatic">Whether what is due is erased every day by itself; otherwise only when someone has it run.</param>
public sealed record RetentionRequest(IReadOnlyList<RetentionRule> Rules, bool Automatic = false);

/// <summary>The rules as they stand.</summary>
/// <param name="LastRunAt">When what was due was last erased.</param>
public sealed record RetentionView(long Version, IReadOnlyList<RetentionRule> Rules, bool Automatic, DateTimeOffset? LastRunAt);

/// <summary>What is due by a rule. Nothing has been done.</summary>
/// <param name="Before">What is older than this is due.</param>
/// <param name="Count">How many.</param>
/// <param name="Incidents">Of incidents the first of those that the viewer may know of, by number only.</param>
/// <param name="Held">How many would be due and are on legal hold.</param>
public sealed record RetentionDue(RetentionRule Rule, DateTimeOffset Before, long Count, IReadOnlyList<DueIncident> Incidents, long Held = 0);

/// <summary>An incident that is due. Of a case no more is told than its number.</summary>
public sealed record DueIncident(IncidentId Id, string Number, DateTimeOffset ClosedAt);
