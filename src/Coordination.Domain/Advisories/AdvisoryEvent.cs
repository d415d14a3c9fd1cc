using System.Text.Json.Serialization;
using Coordination.Contracts;
using Coordination.Contracts.Advisories;
using Coordination.Contracts.Attachments;
using Coordination.Contracts.Incidents;
using Coordination.Contracts.Institutions;
using Coordination.Contracts.Intake;
using Coordination.Domain.Attachments;

namespace Coordination.Domain.Advisories;

/// <summary>All that can happen to an advisory. Kept for years: no name is reused, and a field is only added, last and optional.</summary>
[JsonDerivedType(typeof(AdvisoryDrafted), "advisory-drafted")]
[JsonDerivedType(typeof(AdvisoryEdited), "advisory-edited")]
[JsonDerivedType(typeof(RecipientsAdded), "recipients-added")]
[JsonDerivedType(typeof(RecipientsRemoved), "recipients-removed")]
[JsonDerivedType(typeof(RecipientsProposed), "recipients-proposed")]
[JsonDerivedType(typeof(AdvisorySubmitted), "advisory-submitted")]
[JsonDerivedType(typeof(AdvisoryReturned), "advisory-returned")]
[JsonDerivedType(typeof(AdvisoryPublished), "advisory-published")]
[JsonDerivedType(typeof(RevisionBegun), "revision-begun")]
[JsonDerivedType(typeof(RevisionDiscarded), "revision-discarded")]
[JsonDerivedType(typeof(AdvisoryWithdrawn), "advisory-withdrawn")]
[JsonDerivedType(typeof(IncidentReferred), "incident-referred")]
[JsonDerivedType(typeof(IncidentReferenceEnded), "incident-reference-ended")]
[JsonDerivedType(typeof(ListingChanged), "listing-changed")]
[JsonDerivedType(typeof(AlertReferred), "alert-referred")]
[JsonDerivedType(typeof(AlertReferenceEnded), "alert-reference-ended")]
[JsonDerivedType(typeof(AdvisoryFileAttached), "advisory-file-attached")]
[JsonDerivedType(typeof(AdvisoryFileRemoved), "advisory-file-removed")]
[JsonDerivedType(typeof(AdvisoryFileScanAsked), "advisory-file-scan-asked")]
[JsonDerivedType(typeof(AdvisoryFileScanned), "advisory-file-scanned")]
[JsonDerivedType(typeof(AdvisoryFileDeleted), "advisory-file-deleted")]
public abstract record AdvisoryEvent;

/// <summary>Someone begins to write.</summary>
/// <param name="Document">The hash of the received document that the text was made of.</param>
public sealed record AdvisoryDrafted(string Number, AdvisoryContent Content, bool Exercise = false, string? Document = null) : AdvisoryEvent;

/// <param name="Document">The hash of the received document that the text was made of; null where people wrote it, on top of what it was made of before.</param>
public sealed record AdvisoryEdited(AdvisoryContent Content, string? Document = null) : AdvisoryEvent;

/// <summary>People put these among the recipients, each with its reason.</summary>
public sealed record RecipientsAdded(IReadOnlyList<Recipient> Recipients) : AdvisoryEvent;

/// <summary>People took these out.</summary>
public sealed record RecipientsRemoved(IReadOnlyList<InstitutionId> Institutions) : AdvisoryEvent;

/// <summary>A matching found these, each with its reasons; what people decided stays.</summary>
/// <param name="Criteria">By what it looked.</param>
public sealed record RecipientsProposed(IReadOnlyList<Recipient> Recipients, MatchCriteria? Criteria = null) : AdvisoryEvent;

/// <summary>The author asks someone else to look at it.</summary>
public sealed record AdvisorySubmitted : AdvisoryEvent;

public sealed record AdvisoryReturned(string Reason) : AdvisoryEvent;

/// <summary>A second person let it go out. Who is told stands here, with the reasons.</summary>
/// <param name="Revision">From 1, without a gap.</param>
/// <param name="Summary">What changed.</param>
/// <param name="AskAgain">Answers given to the version before no longer count.</param>
public sealed record AdvisoryPublished(int Revision, AdvisoryContent Content, string Summary, IReadOnlyList<Recipient> Recipients, bool AskAgain = false) : AdvisoryEvent;

/// <summary>A draft begins beside what is published, as a copy of it.</summary>
public sealed record RevisionBegun : AdvisoryEvent;

public sealed record RevisionDiscarded : AdvisoryEvent;

public sealed record AdvisoryWithdrawn(string Reason) : AdvisoryEvent;

/// <summary>An incident refers to it.</summary>
/// <param name="Order">The version of the incident's stream that says so.</param>
public sealed record IncidentReferred(IncidentId Incident, long Order) : AdvisoryEvent;

public sealed record IncidentReferenceEnded(IncidentId Incident, long Order) : AdvisoryEvent;

/// <summary>A catalogue of exploited vulnerabilities lists one that the published text names, or no longer does.</summary>
/// <param name="Mark">What it says; null where it is no longer listed.</param>
/// <param name="Order">The version of the catalogue's stream that says so.</param>
public sealed record ListingChanged(KevCatalogue Catalogue, string Cve, KevMark? Mark, long Order) : AdvisoryEvent;

/// <summary>A file belongs to the draft, and to what is published when the draft is.</summary>
/// <param name="ToScan">It is kept back until it has been scanned.</param>
public sealed record AdvisoryFileAttached(AttachmentFacts File, Tlp Tlp, bool TlpIsDefault, bool ToScan) : AdvisoryEvent;

/// <summary>The draft has it no longer.</summary>
public sealed record AdvisoryFileRemoved(AttachmentId Attachment, string Reason) : AdvisoryEvent;

public sealed record AdvisoryFileScanAsked(AttachmentId Attachment) : AdvisoryEvent;

/// <param name="RetryAt">When it is tried again, where it failed.</param>
public sealed record AdvisoryFileScanned(AttachmentId Attachment, int Attempt, ScanResult Result, DateTimeOffset? RetryAt = null) : AdvisoryEvent;

/// <summary>The content of a file that neither the draft nor what is published names has been deleted.</summary>
public sealed record AdvisoryFileDeleted(AttachmentId Attachment) : AdvisoryEvent;

/// <summary>An alert refers to it.</summary>
public sealed record AlertReferred(AlertId Alert) : AdvisoryEvent;

public sealed record AlertReferenceEnded(AlertId Alert) : AdvisoryEvent;
