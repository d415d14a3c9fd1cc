using Coordination.Contracts.Attachments;
using Coordination.Domain.Attachments;
using Coordination.Domain.Journal;

namespace Coordination.Domain.Advisories;

/// <summary>Takes a file out of the draft, with a reason. What is published keeps it until the draft takes its place; then its content is deleted.</summary>
public sealed record RemoveAdvisoryFile(AttachmentId Attachment, string Reason) : AdvisoryCommand
{
    public override Decision<AdvisoryEvent> Decide(Advisory state, Context context)
        => (CannotWork(state, context, null) ?? Texts.RefuseReason(Reason)) is { } refusal ? refusal
            : state.Draft!.Files.Contains(Attachment) ? new AdvisoryFileRemoved(Attachment, Reason.Trim())
            : AttachmentRefusals.Unknown;
}
