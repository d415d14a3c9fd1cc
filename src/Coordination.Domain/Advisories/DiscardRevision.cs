using Coordination.Domain.Journal;

namespace Coordination.Domain.Advisories;

/// <summary>Throws away the draft beside what is published.</summary>
public sealed record DiscardRevision : AdvisoryCommand
{
    public override Decision<AdvisoryEvent> Decide(Advisory state, Context context)
        => CannotWork(state, context, state.Draft?.Version) is { } refusal ? refusal
            : state.Published is null ? AdvisoryRefusals.NotPublished
            : new RevisionDiscarded();
}
