using Coordination.Contracts.Exchange;
using Coordination.Domain.Journal;

namespace Coordination.Domain.Exchange;

/// <summary>What became of a document is kept, before its sender is told.</summary>
public sealed record RecordSubmission(SubmissionRecorded What, IReadOnlyList<StixSubmissionDetail> Details) : SubmissionCommand
{
    /// <summary>So many stand in one event.</summary>
    public const int OfPart = 500;

    public override Decision<SubmissionEvent> Decide(Submission state, Context context)
        => state.Recorded is not null ? Decision<SubmissionEvent>.Nothing
            : Decision<SubmissionEvent>.Of([What, .. Details.Chunk(OfPart).Select((some, part) => new SubmissionDetailed(part, some))]);
}
