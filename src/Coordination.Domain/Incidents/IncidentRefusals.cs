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
    public static readonly Refusal RestrictedWithoutActor = new(RefusalKind.Invalid, "incident.restricted-without-you", "Name the people who may see it, at most 200, yourself among them; to lift the restriction, name nobody.", "people");
    public static readonly Refusal ShareWithOne = new(RefusalKind.Invalid, "share.with-one", "Share with a person, an institution or a partner, one at a time.", "person");
    public static readonly Refusal SharedWithPartner = new(RefusalKind.Conflict, "share.partner-has-it", "It is shared with this partner already. Correct what was sent, or end that share first.", "partner");
    public static readonly Refusal ShareReasonMissing = new(RefusalKind.Invalid, "share.reason-missing", "Say for what they need it.", "why");
    public static readonly Refusal ShareIsOver = new(RefusalKind.Invalid, "share.over", "The time at which the share ends has passed already.", "until");
    public static readonly Refusal ShareUnknown = new(RefusalKind.Unknown, "share.unknown", "There is no share of this number in this incident.");
    public static readonly Refusal TooManyShares = new(RefusalKind.Conflict, "share.too-many", "An incident is shared with at most 100 at a time. End one that is no longer needed.");
    public static readonly Refusal HeldBack = new(RefusalKind.Conflict, "incident.on-hold", "The incident is on legal hold. Release the hold first, with a reason.");
    public static readonly Refusal NotHeld = new(RefusalKind.Conflict, "incident.not-on-hold", "The incident is not on legal hold.");
    public static readonly Refusal EraseOpen = new(RefusalKind.Conflict, "incident.erase-open", "Only a closed incident can be erased. Close it first.");
    public static readonly Refusal TooManyAdvisories = new(RefusalKind.Conflict, "incident.too-many-advisories", $"An incident refers to at most {Incident.MaxAdvisories} advisories.");
    public static readonly Refusal TooMany = new(RefusalKind.Conflict, "incident.too-many", $"An incident holds at most {Incident.MaxObservables} observables and 500 tasks.");

    public static Refusal FreerThanParts(Tlp strictest)
        => new(RefusalKind.Conflict, "incident.tlp-below-parts", $"A source, note or attachment in this incident is labelled {strictest.Label()}; only the source relaxes that. Choose {strictest.Label()} or stricter.", "tlp");

    public static Refusal ClassificationUnknown(string given)
        => new(RefusalKind.Invalid, "classification.unknown", $"'{(given.Length > 60 ? given[..60] : given)}' is no type of the Reference Security Incident Taxonomy, for example 'infected-system'.", "classification");
}
