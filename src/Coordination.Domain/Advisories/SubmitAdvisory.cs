using Coordination.Contracts.Advisories;
using Coordination.Domain.Journal;

namespace Coordination.Domain.Advisories;

/// <summary>The author asks for a second pair of eyes. The text must be in order by then.</summary>
public sealed record SubmitAdvisory : AdvisoryCommand
{
    public override Decision<AdvisoryEvent> Decide(Advisory state, Context context)
        => CannotWork(state, context, state.Draft?.Version) is { } refusal ? refusal
            : state.Draft!.InReview ? Decision<AdvisoryEvent>.Nothing
            : AdvisoryRefusals.Of(AdvisoryFindings.Of(state.Draft.Content), static _ => true) is { } wrong ? wrong
            : new AdvisorySubmitted();
}
