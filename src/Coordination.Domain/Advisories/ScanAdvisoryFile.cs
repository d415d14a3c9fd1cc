using Coordination.Contracts.Attachments;
using Coordination.Domain.Attachments;
using Coordination.Domain.Journal;

namespace Coordination.Domain.Advisories;

/// <summary>Has a file scanned once more: the scanner failed, knows more today, or was not there before.</summary>
public sealed record ScanAdvisoryFile(AttachmentId Attachment) : AdvisoryCommand
{
    public override Decision<AdvisoryEvent> Decide(Advisory state, Context context)
        => !state.Exists ? AdvisoryRefusals.Unknown
            : state.Attachments.FirstOrDefault(one => one.Facts.Id == Attachment) is not { } asked ? AttachmentRefusals.Unknown
            : asked.Scan == ScanState.Waiting ? AttachmentRefusals.Scanned
            : new AdvisoryFileScanAsked(Attachment);
}
