using Coordination.Contracts.Attachments;
using Coordination.Domain.Attachments;
using Coordination.Domain.Journal;

namespace Coordination.Domain.Incidents;

/// <summary>Takes an attachment away, with a reason, and has its content deleted; of a closed incident too, for what should never have come must be able to go. Not of one on legal hold.</summary>
public sealed record RemoveAttachment(AttachmentId Attachment, string Reason) : IncidentCommand
{
    public override Decision<IncidentEvent> Decide(Incident state, Context context)
        => !state.Exists ? IncidentRefusals.Unknown
            : state.Held ? IncidentRefusals.HeldBack
            : Texts.RefuseReason(Reason) is { } refusal ? refusal
            : state.Attachments.Any(one => one.Facts.Id == Attachment) ? new AttachmentRemoved(Attachment, Reason.Trim())
            : AttachmentRefusals.Unknown;
}
