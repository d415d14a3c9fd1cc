using Coordination.Contracts.Attachments;
using Coordination.Domain.Attachments;
using Coordination.Domain.Journal;

namespace Coordination.Domain.Incidents;

/// <summary>The scanner's report. One of an attempt that is over, or of what was removed meanwhile, changes nothing.</summary>
public sealed record RecordScan(AttachmentId Attachment, int Attempt, ScanResult Result) : IncidentCommand
{
    public override Decision<IncidentEvent> Decide(Incident state, Context context)
    {
        if (!state.Exists || state.Attachments.FirstOrDefault(one => one.Facts.Id == Attachment) is not { Scan: ScanState.Waiting } waiting || waiting.ScanAttempts >= Attempt)
        {
            return Decision<IncidentEvent>.Nothing;
        }

        return new AttachmentScanned(Attachment, Attempt, Result.Cut(), ScanPlan.RetryAt(Result, Attempt, context.Now));
    }
}
