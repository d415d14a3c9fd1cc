using System.Text.Json.Serialization;
using Coordination.Contracts;
using Coordination.Contracts.Advisories;
using Coordination.Domain.Journal;

namespace Coordination.Domain.Advisories;

/// <summary>All that one can ask of an advisory; one file a verb. The names stand in the outbox: none is reused.</summary>
[JsonDerivedType(typeof(DraftAdvisory), "draft-advisory")]
[JsonDerivedType(typeof(EditAdvisory), "edit-advisory")]
[JsonDerivedType(typeof(AddRecipients), "add-recipients")]
[JsonDerivedType(typeof(RemoveRecipients), "remove-recipients")]
[JsonDerivedType(typeof(ProposeRecipients), "propose-recipients")]
[JsonDerivedType(typeof(SubmitAdvisory), "submit-advisory")]
[JsonDerivedType(typeof(ReturnAdvisory), "return-advisory")]
[JsonDerivedType(typeof(PublishAdvisory), "publish-advisory")]
[JsonDerivedType(typeof(ReviseAdvisory), "revise-advisory")]
[JsonDerivedType(typeof(DiscardRevision), "discard-revision")]
[JsonDerivedType(typeof(WithdrawAdvisory), "withdraw-advisory")]
[JsonDerivedType(typeof(RecordReference), "record-reference")]
[JsonDerivedType(typeof(RecordListing), "record-listing")]
[JsonDerivedType(typeof(LookForListings), "look-for-listings")]
[JsonDerivedType(typeof(ReferToAlert), "refer-to-alert")]
[JsonDerivedType(typeof(EndAlertReference), "end-alert-reference")]
[JsonDerivedType(typeof(AttachAdvisoryFile), "attach-advisory-file")]
[JsonDerivedType(typeof(RemoveAdvisoryFile), "remove-advisory-file")]
[JsonDerivedType(typeof(ScanAdvisoryFile), "scan-advisory-file")]
[JsonDerivedType(typeof(RecordAdvisoryFileScan), "record-advisory-file-scan")]
[JsonDerivedType(typeof(RecordAdvisoryFileDeleted), "record-advisory-file-deleted")]
[JsonDerivedType(typeof(TakeNewerDocument), "take-newer-document")]
public abstract record AdvisoryCommand : ICommand<Advisory, AdvisoryEvent>
{
    public abstract Decision<AdvisoryEvent> Decide(Advisory state, Context context);

    /// <summary>What every verb on the text in work asks first: is there one, and has its author seen the newest? A draft is one text, so anything newer counts.</summary>
    protected static Refusal? CannotWork(Advisory advisory, Context context, long? version)
        => !advisory.Exists ? AdvisoryRefusals.Unknown
            : advisory.Status == AdvisoryStatus.Withdrawn ? AdvisoryRefusals.Withdrawn
            : advisory.Draft is null ? AdvisoryRefusals.NoDraft
            : context.IfVersion is { } seen && version > seen ? AdvisoryRefusals.Changed(version.Value, seen)
            : null;
}
