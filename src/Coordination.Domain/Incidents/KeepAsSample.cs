using Coordination.Contracts.Attachments;
using Coordination.Domain.Attachments;
using Coordination.Domain.Journal;

namespace Coordination.Domain.Incidents;

/// <summary>Keeps malware on purpose: from now on it is given out in a locked zip only.</summary>
public sealed record KeepAsSample(AttachmentId Attachment, string Reason) : IncidentCommand
{
    public override Decision<IncidentEvent> Decide(Incident state, Context context)
        => (Cannot(state, context) ?? Texts.RefuseReason(Reason)) is { } refusal ? refusal
            : state.Attachments.FirstOrDefault(one => one.Facts.Id == Attachment) is not { } kept ? AttachmentRefusals.Unknown
            : kept.Sample ? Decision<IncidentEvent>.Nothing
            : new AttachmentKeptAsSample(Attachment, Reason.Trim());
}
