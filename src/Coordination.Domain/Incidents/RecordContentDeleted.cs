using Coordination.Contracts.Attachments;
using Coordination.Domain.Journal;

namespace Coordination.Domain.Incidents;

/// <summary>The content of a removed attachment is gone. Said once for each removal: it answers the message that ordered it.</summary>
public sealed record RecordContentDeleted(AttachmentId Attachment) : IncidentCommand
{
    public override Decision<IncidentEvent> Decide(Incident state, Context context)
        => !state.Exists || state.Attachments.Any(one => one.Facts.Id == Attachment) ? Decision<IncidentEvent>.Nothing : new AttachmentContentDeleted(Attachment);
}
