using Coordination.Contracts;

namespace Coordination.Domain.Incidents;

/// <summary>Why a command on an incident is refused. The codes are stable.</summary>
public static class IncidentRefusals
{
    public static readonly Refusal Unknown = new(RefusalKind.Unknown, "incident.unknown", "There is no such incident, or you may not see it.");
    public static readonly Refusal Exists = new(RefusalKind.Conflict, "incident.exists", "This incident is open already.");
    public static readonly Refusal Closed = new(RefusalKind.Conflict, "incident.closed", "The incident is closed. Reopen it first.");
    public static readonly Refusal NotClosed = new(RefusalKind.Conflict, "incident.not-closed", "Only a closed incident can be reopened; this one is open.");
    public static readonly Refusal WindowPassed = new(RefusalKind.Conflict, "incident.window-passed", "The correlation window has passed; open another incident.");
    public static readonly Refusal OtherCorrelation = new(RefusalKind.Conflict, "incident.other-correlation", "This incident no longer takes these sightings; look for the one that does.");
    public static readonly Refusal TitleMissing = new(RefusalKind.Invalid, "incident.title-missing", "Give the incident a title.", "title");
    public static readonly Refusal UseClose = new(RefusalKind.Invalid, "incident.use-close", "Close an incident with the verb 'close' and a reason.", "status");
    public static readonly Refusal NotPerson = new(RefusalKind.Forbidden, "incident.person-needed", "Only a person can do this. Sign in.");
    public static readonly Refusal TaskUnknown = new(RefusalKind.Unknown, "incident.task-unknown", "There is no such task in this incident.");
    public static readonly Refusal InstitutionNotAffected = new(RefusalKind.Conflict, "incident.institution-not-affected", "This institution is not part of the incident. Add it first.");
    public static readonly Refusal TooMany = new(RefusalKind.Conflict, "incident.too-many", $"An incident holds at most {Incident.MaxObservables} observables and 500 tasks.");

    public static Refusal ClassificationUnknown(string given)
        => new(RefusalKind.Invalid, "classification.unknown", $"'{(given.Length > 60 ? given[..60] : given)}' is no type of the Reference Security Incident Taxonomy, for example 'infected-system'.", "classification");
}
