using Coordination.Contracts.Attachments;
using Coordination.Domain.Journal;

namespace Coordination.Domain.Advisories;

/// <summary>The content of a file that nothing names any more is gone. It answers the message that ordered it.</summary>
public sealed record RecordAdvisoryFileDeleted(AttachmentId Attachment) : AdvisoryCommand
{
    public override Decision<AdvisoryEvent> Decide(Advisory state, Context context)
        => !state.Exists || state.Attachments.Any(one => one.Facts.Id == Attachment) ? Decision<AdvisoryEvent>.Nothing : new AdvisoryFileDeleted(Attachment);
}
