using Coordination.Contracts.Attachments;
using Coordination.Domain.Attachments;
using Coordination.Domain.Journal;

namespace Coordination.Domain.Incidents;

/// <summary>Has an attachment scanned once more: the scanner failed, knows more today, or was not there before.</summary>
public sealed record ScanAgain(AttachmentId Attachment) : IncidentCommand
{
    public override Decision<IncidentEvent> Decide(Incident state, Context context)
        => !state.Exists ? IncidentRefusals.Unknown
            : state.Attachments.FirstOrDefault(one => one.Facts.Id == Attachment) is not { } asked ? AttachmentRefusals.Unknown
            : asked.Scan == ScanState.Waiting ? AttachmentRefusals.Scanned
            : new AttachmentScanAsked(Attachment);
}
