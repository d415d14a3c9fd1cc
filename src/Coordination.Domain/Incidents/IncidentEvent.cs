using System.Text.Json.Serialization;
using Coordination.Contracts;
using Coordination.Contracts.Access;
using Coordination.Contracts.Advisories;
using Coordination.Contracts.Attachments;
using Coordination.Contracts.Incidents;
using Coordination.Contracts.Institutions;
using Coordination.Contracts.Intake;
using Coordination.Contracts.Partners;
using Coordination.Domain.Attachments;
using Coordination.Domain.Intake;

namespace Coordination.Domain.Incidents;

/// <summary>All that can happen to an incident. Kept for years: no name is reused, and a field is only added, last and optional. When and by whom stands in the envelope.</summary>
[JsonDerivedType(typeof(IncidentOpened), "incident-opened")]
[JsonDerivedType(typeof(SightingsRecorded), "sightings-recorded")]
[JsonDerivedType(typeof(CorrelationEnded), "correlation-ended")]
[JsonDerivedType(typeof(IncidentAcknowledged), "incident-acknowledged")]
[JsonDerivedType(typeof(IncidentAssigned), "incident-assigned")]
[JsonDerivedType(typeof(SeverityChanged), "severity-changed")]
[JsonDerivedType(typeof(ClassificationChanged), "classification-changed")]
[JsonDerivedType(typeof(TlpChanged), "tlp-changed")]
[JsonDerivedType(typeof(StatusChanged), "status-changed")]
[JsonDerivedType(typeof(IncidentRenamed), "incident-renamed")]
[JsonDerivedType(typeof(NoteAdded), "note-added")]
[JsonDerivedType(typeof(TaskAdded), "task-added")]
[JsonDerivedType(typeof(TaskMarked), "task-marked")]
[JsonDerivedType(typeof(InstitutionAffected), "institution-affected")]
[JsonDerivedType(typeof(InstitutionStatusChanged), "institution-status-changed")]
[JsonDerivedType(typeof(InstitutionAcknowledged), "institution-acknowledged")]
[JsonDerivedType(typeof(ObservablesAdded), "observables-added")]
[JsonDerivedType(typeof(IncidentRestricted), "incident-restricted")]
[JsonDerivedType(typeof(IncidentRestrictionLifted), "incident-restriction-lifted")]
[JsonDerivedType(typeof(IncidentShared), "incident-shared")]
[JsonDerivedType(typeof(ShareEnded), "share-ended")]
[JsonDerivedType(typeof(AdvisoryReferred), "advisory-referred")]
[JsonDerivedType(typeof(AdvisoryReferenceEnded), "advisory-reference-ended")]
[JsonDerivedType(typeof(AttachmentAdded), "attachment-added")]
[JsonDerivedType(typeof(AttachmentRemoved), "attachment-removed")]
[JsonDerivedType(typeof(AttachmentKeptAsSample), "attachment-kept-as-sample")]
[JsonDerivedType(typeof(AttachmentScanAsked), "attachment-scan-asked")]
[JsonDerivedType(typeof(AttachmentScanned), "attachment-scanned")]
[JsonDerivedType(typeof(AttachmentContentDeleted), "attachment-content-deleted")]
[JsonDerivedType(typeof(ConsentAsked), "consent-asked")]
[JsonDerivedType(typeof(ConsentAnswered), "consent-answered")]
[JsonDerivedType(typeof(ConsentWithdrawn), "consent-withdrawn")]
[JsonDerivedType(typeof(ConsentUnanswered), "consent-unanswered")]
[JsonDerivedType(typeof(IncidentClosed), "incident-closed")]
[JsonDerivedType(typeof(IncidentReopened), "incident-reopened")]
[JsonDerivedType(typeof(IncidentHeld), "incident-held")]
[JsonDerivedType(typeof(IncidentReleased), "incident-released")]
[JsonDerivedType(typeof(IncidentErasing), "incident-erasing")]
[JsonDerivedType(typeof(PartnerSpoke), "partner-spoke")]
public abstract record IncidentEvent;

/// <summary>Work begins. <paramref name="CorrelationKey"/>: sightings of the same thing join this incident while it holds that key.</summary>
public sealed record IncidentOpened(
    string Number,
    string Title,
    string? Description,
    Severity Severity,
    Tlp Tlp,
    bool TlpIsDefault,
    string Classification,
    IReadOnlyList<InstitutionId> Institutions,
    IReadOnlyList<Observable> Observables,
    string? CorrelationKey = null,
    int WindowHours = 24,
    bool Exercise = false) : IncidentEvent;

/// <summary>It was seen again; all sightings that waited are one event. <paramref name="Count"/> counts repetitions too, <paramref name="Alerts"/> only new alerts. <paramref name="Tlp"/>: the strictest label that a source gave.</summary>
public sealed record SightingsRecorded(long Count, IReadOnlyList<AlertId> Alerts, IReadOnlyList<Observable> NewObservables, DateTimeOffset LastSeenAt, Tlp? Tlp = null) : IncidentEvent;

/// <summary>The window has passed: the next sighting opens another incident.</summary>
public sealed record CorrelationEnded : IncidentEvent;

public sealed record IncidentAcknowledged(PersonId By) : IncidentEvent;

public sealed record IncidentAssigned(PersonId? Owner) : IncidentEvent;

public sealed record SeverityChanged(Severity Severity) : IncidentEvent;

public sealed record ClassificationChanged(string Classification) : IncidentEvent;

/// <param name="IsDefault">It became stricter because of a source's default; nobody has said so.</param>
public sealed record TlpChanged(Tlp Tlp, bool IsDefault = false) : IncidentEvent;

public sealed record StatusChanged(IncidentStatus Status) : IncidentEvent;

public sealed record IncidentRenamed(string Title, string? Description) : IncidentEvent;

/// <param name="IsOwn">The note has a label of its own; otherwise it took the incident's.</param>
public sealed record NoteAdded(string Text, Tlp Tlp, bool IsOwn = false) : IncidentEvent;

/// <summary>A partner said something about what was shared with it.</summary>
/// <param name="What">The id of the object by which it says so.</param>
/// <param name="Type">What sort of object it is.</param>
/// <param name="LabelIsDefault">It came without a label.</param>
public sealed record PartnerSpoke(PartnerId Partner, string What, string? Version, string Type, Tlp Label, string Text, bool LabelIsDefault = false) : IncidentEvent;

public sealed record TaskAdded(int Number, string Title, PersonId? Assignee) : IncidentEvent;

public sealed record TaskMarked(int Number, bool Done) : IncidentEvent;

public sealed record InstitutionAffected(InstitutionId Institution) : IncidentEvent;

public sealed record InstitutionStatusChanged(InstitutionId Institution, string Status) : IncidentEvent;

/// <summary>The institution has said that it knows, by the link in its notification.</summary>
public sealed record InstitutionAcknowledged(InstitutionId Institution) : IncidentEvent;

/// <param name="Indicators">The indicators of partners that found something in them; null where none did.</param>
public sealed record ObservablesAdded(IReadOnlyList<Observable> Observables, IReadOnlyList<IndicatorHit>? Indicators = null) : IncidentEvent;

/// <summary>Only these people see it, and who reads everything.</summary>
public sealed record IncidentRestricted(IReadOnlyList<PersonId> To) : IncidentEvent;

public sealed record IncidentRestrictionLifted : IncidentEvent;

/// <param name="Indicators">With a partner: the observables that it is to look for.</param>
/// <param name="Preview">With a partner: the hash of what was looked at before.</param>
public sealed record IncidentShared(Share Share, IReadOnlyList<SharedIndicator>? Indicators = null, string? Preview = null) : IncidentEvent;

/// <summary>The share of this number ended, by hand or by its time.</summary>
public sealed record ShareEnded(int Number, string? Why = null) : IncidentEvent;

/// <summary>An affected institution is asked whether another may be told that it is; or it was decided without it.</summary>
/// <param name="Named">The partner that is to be told, by name.</param>
public sealed record ConsentAsked(IdentityConsent Consent, string? Named = null) : IncidentEvent;

public sealed record ConsentAnswered(int Number, bool Granted, string? Reason) : IncidentEvent;

public sealed record ConsentWithdrawn(int Number, string Reason) : IncidentEvent;

/// <summary>The time to answer has passed.</summary>
public sealed record ConsentUnanswered(int Number) : IncidentEvent;

/// <summary>It has to do with this advisory.</summary>
public sealed record AdvisoryReferred(AdvisoryId Advisory) : IncidentEvent;

public sealed record AdvisoryReferenceEnded(AdvisoryId Advisory) : IncidentEvent;

/// <summary>A file was added. Its content is not here; its hash is.</summary>
/// <param name="ToScan">It is kept back until it has been scanned.</param>
public sealed record AttachmentAdded(AttachmentFacts File, Tlp Tlp, bool TlpIsDefault, bool ToScan, bool Sample = false) : IncidentEvent;

/// <summary>It was taken away; its content is about to be deleted.</summary>
public sealed record AttachmentRemoved(AttachmentId Attachment, string Reason) : IncidentEvent;

/// <summary>Malware is kept on purpose.</summary>
public sealed record AttachmentKeptAsSample(AttachmentId Attachment, string Reason) : IncidentEvent;

public sealed record AttachmentScanAsked(AttachmentId Attachment) : IncidentEvent;

/// <summary>The scanner has looked, or has failed and is tried again at <paramref name="RetryAt"/>.</summary>
public sealed record AttachmentScanned(AttachmentId Attachment, int Attempt, ScanResult Result, DateTimeOffset? RetryAt = null) : IncidentEvent;

/// <summary>The content of what was removed is gone from the database.</summary>
public sealed record AttachmentContentDeleted(AttachmentId Attachment) : IncidentEvent;

public sealed record IncidentClosed(string Reason) : IncidentEvent;

/// <param name="HoldsCorrelation">It takes its correlation key again; another open incident may have it by now.</param>
public sealed record IncidentReopened(string Reason, bool HoldsCorrelation) : IncidentEvent;

/// <summary>It is on legal hold: neither a rule nor a person erases it.</summary>
public sealed record IncidentHeld(string Reason) : IncidentEvent;

public sealed record IncidentReleased(string Reason) : IncidentEvent;

/// <summary>Its erasure has begun: nobody finds it any more, and it takes no command. The stream is destroyed as the last of all that belongs to it, and this event with it.</summary>
/// <param name="Rule">The retention rule by which it is due; null where a person decided.</param>
public sealed record IncidentErasing(string Reason, string? Rule = null) : IncidentEvent;
