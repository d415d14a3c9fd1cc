using Coordination.Contracts.Attachments;
using Coordination.Domain.Attachments;
using Coordination.Domain.Journal;

namespace Coordination.Domain.Advisories;

/// <summary>The scanner's report. One of an attempt that is over, or of what was removed meanwhile, changes nothing.</summary>
public sealed record RecordAdvisoryFileScan(AttachmentId Attachment, int Attempt, ScanResult Result) : AdvisoryCommand
{
    public override Decision<AdvisoryEvent> Decide(Advisory state, Context context)
        => state.Attachments.FirstOrDefault(one => one.Facts.Id == Attachment) is { Scan: ScanState.Waiting } waiting && waiting.ScanAttempts < Attempt
            ? new AdvisoryFileScanned(Attachment, Attempt, Result.Cut(), ScanPlan.RetryAt(Result, Attempt, context.Now))
            : Decision<AdvisoryEvent>.Nothing;
}
