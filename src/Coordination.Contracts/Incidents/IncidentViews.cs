using Coordination.Contracts.Access;
using Coordination.Contracts.Advisories;
using Coordination.Contracts.Attachments;
using Coordination.Contracts.Escalation;
using Coordination.Contracts.Institutions;
using Coordination.Contracts.Intake;
using Coordination.Contracts.Notification;
using Coordination.Contracts.Partners;

namespace Coordination.Contracts.Incidents;

/// <summary>A line of the board: what a duty officer needs to choose what to do next.</summary>
public sealed record IncidentSummary
{
    public required IncidentId Id { get; init; }

    /// <summary>Readable, unique, gaps allowed: <c>2026-000123</c>.</summary>
    public required string Number { get; init; }

    /// <summary>The version of the incident's stream; of two summaries the greater version is the newer.</summary>
    public required long Version { get; init; }
    public required string Title { get; init; }
    public required IncidentStatus Status { get; init; }
    public required Severity Severity { get; init; }
    public required Tlp Tlp { get; init; }

    /// <summary>The label was not given by a source or person but is the default.</summary>
    public bool TlpIsDefault { get; init; }

    /// <summary>RSIT type, for example <c>infected-system</c>.</summary>
    public required string Classification { get; init; }
    public PersonRef? Owner { get; init; }
    public PersonRef? AcknowledgedBy { get; init; }
    public DateTimeOffset? AcknowledgedAt { get; init; }
    public required IReadOnlyList<InstitutionRef> Institutions { get; init; }
    public required DateTimeOffset OpenedAt { get; init; }
    public required DateTimeOffset UpdatedAt { get; init; }

    /// <summary>When a sighting was last counted.</summary>
    public DateTimeOffset? LastSeenAt { get; init; }
    public DateTimeOffset? ClosedAt { get; init; }

    /// <summary>How often it was seen: alerts and their repetitions.</summary>
    public long Sightings { get; init; }
    public int OpenTasks { get; init; }

    /// <summary>It is part of an exercise: nothing of it leaves the system.</summary>
    public bool Exercise { get; init; }

    /// <summary>Only named people see it, and who reads everything.</summary>
    public bool Restricted { get; init; }

    /// <summary>It is on legal hold: it cannot be erased.</summary>
    public bool Held { get; init; }

    /// <summary>How much of it is shown: where it is not all, what concerns others is missing, and of its mere existence there is no title.</summary>
    public Sight Shown { get; init; } = Sight.All;
}

/// <summary>Everything of one incident that its viewer may see.</summary>
public sealed record IncidentView
{
    public required IncidentSummary Summary { get; init; }
    public string? Description { get; init; }
    public required IReadOnlyList<Observable> Observables { get; init; }
    public required IReadOnlyList<IncidentTask> Tasks { get; init; }
    public required IReadOnlyList<IncidentNote> Notes { get; init; }
    public required IReadOnlyList<AffectedInstitution> Affected { get; init; }
    public EscalationView? Escalation { get; init; }
    public required IReadOnlyList<NotificationView> Notifications { get; init; }
    public required IReadOnlyList<AlertView> Alerts { get; init; }

    /// <summary>The people to whom it is restricted; null where it is not.</summary>
    public IReadOnlyList<PersonRef>? RestrictedTo { get; init; }
    public IReadOnlyList<ShareView> Shares { get; init; } = [];

    /// <summary>The affected institutions that were asked whether others may be told of them; of someone of an institution, its own only.</summary>
    public IReadOnlyList<ConsentView> Consents { get; init; } = [];

    /// <summary>The advisories that it has to do with.</summary>
    public IReadOnlyList<AdvisoryRef> Advisories { get; init; } = [];

    /// <summary>Files that belong to it, oldest first.</summary>
    public IReadOnlyList<AttachmentView> Attachments { get; init; } = [];
}

/// <summary>The incident is shown to someone whom it would not be shown to otherwise.</summary>
/// <param name="With">The name of the person or institution.</param>
public sealed record ShareView(int Number, string With, DateTimeOffset? Until, PersonRef By, string Why, DateTimeOffset At);

/// <summary>Whether someone may be told that an institution is affected: see <see cref="IdentityConsent"/>.</summary>
/// <param name="By">Who decided to ask; not for someone of an institution to know, and neither is who answered.</param>
/// <param name="Over">It was consented to or decided, for a time that has passed.</param>
/// <param name="Ground">On what it rests: the consent, or a decision without it.</param>
/// <param name="Explanation">What the institution was told before such a decision.</param>
public sealed record ConsentView(
    int Number,
    InstitutionRef Of,
    string To,
    string Why,
    PersonRef? By,
    DateTimeOffset AskedAt,
    DateTimeOffset AnswerBy,
    DateTimeOffset? Until,
    ConsentState State,
    bool Over,
    string? Reason,
    PersonRef? AnsweredBy,
    DateTimeOffset? AnsweredAt,
    IdentityGround Ground = IdentityGround.Consent,
    string? Explanation = null);

/// <summary>An institution that an incident touches, with its own status.</summary>
public sealed record AffectedInstitution(InstitutionRef Institution, string Status, DateTimeOffset Since, DateTimeOffset? AcknowledgedAt = null);

/// <summary>Something to do. <see cref="Number"/> counts from 1 within the incident.</summary>
public sealed record IncidentTask(int Number, string Title, PersonRef? Assignee, bool Done, DateTimeOffset AddedAt);

/// <summary>What someone wrote down.</summary>
/// <param name="Partner">Who says it, where that is a partner.</param>
/// <param name="ObjectId">The STIX id of the object by which the partner says it.</param>
public sealed record IncidentNote(long Version, string Text, PersonRef By, DateTimeOffset At, Tlp Tlp, PartnerRef? Partner = null, string? ObjectId = null);

/// <summary>One line of a timeline, oldest first.</summary>
/// <param name="Id">Unique and stable: stream and version it comes from.</param>
/// <param name="At">When it was recorded.</param>
/// <param name="Kind">The event's name, for example <c>incident-acknowledged</c>.</param>
/// <param name="Actor">Who did it, as text to show.</param>
/// <param name="Text">What happened, as a sentence.</param>
public sealed record TimelineEntry(string Id, DateTimeOffset At, string Kind, string Actor, string Text);
