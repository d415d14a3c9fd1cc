using Coordination.Contracts.Advisories;
using Coordination.Domain.Journal;

namespace Coordination.Domain.Advisories;

/// <summary>Begins a draft beside what is published, with the same text and recipients.</summary>
public sealed record ReviseAdvisory : AdvisoryCommand
{
    public override Decision<AdvisoryEvent> Decide(Advisory state, Context context)
        => !state.Exists ? AdvisoryRefusals.Unknown
            : state.Status == AdvisoryStatus.Withdrawn ? AdvisoryRefusals.Withdrawn
            : state.Published is null ? AdvisoryRefusals.NotPublished
            : state.Draft is not null ? AdvisoryRefusals.DraftThere
            : new RevisionBegun();
}
