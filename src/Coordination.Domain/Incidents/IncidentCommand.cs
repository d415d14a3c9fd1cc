using System.Text.Json.Serialization;
using Coordination.Contracts;
using Coordination.Contracts.Incidents;
using Coordination.Domain.Journal;

namespace Coordination.Domain.Incidents;

/// <summary>All that one can ask of an incident; one file a verb. The names stand in the outbox: none is reused.</summary>
[JsonDerivedType(typeof(OpenIncident), "open-incident")]
[JsonDerivedType(typeof(RecordSightings), "record-sightings")]
[JsonDerivedType(typeof(EndCorrelation), "end-correlation")]
[JsonDerivedType(typeof(AcknowledgeIncident), "acknowledge-incident")]
[JsonDerivedType(typeof(AssignIncident), "assign-incident")]
[JsonDerivedType(typeof(SetSeverity), "set-severity")]
[JsonDerivedType(typeof(Classify), "classify")]
[JsonDerivedType(typeof(SetTlp), "set-tlp")]
[JsonDerivedType(typeof(SetStatus), "set-status")]
[JsonDerivedType(typeof(RenameIncident), "rename-incident")]
[JsonDerivedType(typeof(AddNote), "add-note")]
[JsonDerivedType(typeof(AddTask), "add-task")]
[JsonDerivedType(typeof(MarkTask), "mark-task")]
[JsonDerivedType(typeof(AddInstitution), "add-institution")]
[JsonDerivedType(typeof(SetInstitutionStatus), "set-institution-status")]
[JsonDerivedType(typeof(RecordInstitutionAcknowledged), "record-institution-acknowledged")]
[JsonDerivedType(typeof(AddObservables), "add-observables")]
[JsonDerivedType(typeof(RestrictIncident), "restrict-incident")]
[JsonDerivedType(typeof(ShareIncident), "share-incident")]
[JsonDerivedType(typeof(EndShare), "end-share")]
[JsonDerivedType(typeof(ReferToAdvisory), "refer-to-advisory")]
[JsonDerivedType(typeof(EndAdvisoryReference), "end-advisory-reference")]
[JsonDerivedType(typeof(AttachFile), "attach-file")]
[JsonDerivedType(typeof(RemoveAttachment), "remove-attachment")]
[JsonDerivedType(typeof(KeepAsSample), "keep-as-sample")]
[JsonDerivedType(typeof(ScanAgain), "scan-again")]
[JsonDerivedType(typeof(RecordScan), "record-scan")]
[JsonDerivedType(typeof(RecordContentDeleted), "record-content-deleted")]
[JsonDerivedType(typeof(AskConsent), "ask-consent")]
[JsonDerivedType(typeof(AnswerConsent), "answer-consent")]
[JsonDerivedType(typeof(WithdrawConsent), "withdraw-consent")]
[JsonDerivedType(typeof(EndConsentQuestion), "end-consent-question")]
[JsonDerivedType(typeof(DecideIdentity), "decide-identity")]
[JsonDerivedType(typeof(CloseIncident), "close-incident")]
[JsonDerivedType(typeof(ReopenIncident), "reopen-incident")]
[JsonDerivedType(typeof(HoldIncident), "hold-incident")]
[JsonDerivedType(typeof(ReleaseIncident), "release-incident")]
[JsonDerivedType(typeof(EraseIncident), "erase-incident")]
public abstract record IncidentCommand : ICommand<Incident, IncidentEvent>
{
    public abstract Decision<IncidentEvent> Decide(Incident state, Context context);

    /// <summary>What nearly every verb asks first: is there such an incident, is it open, and has its author seen the newest of the field?</summary>
    protected static Refusal? Cannot(Incident incident, Context context, string? field = null)
        => !incident.Exists ? IncidentRefusals.Unknown
            : incident.Status == IncidentStatus.Closed ? IncidentRefusals.Closed
            : field is null ? null
            : Edits.Conflict(incident, context, field);
}
