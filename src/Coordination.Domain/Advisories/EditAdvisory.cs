using Coordination.Contracts.Advisories;
using Coordination.Domain.Journal;

namespace Coordination.Domain.Advisories;

/// <summary>Another text for the draft. Whoever edits what is being reviewed is its last author, and it is no longer in review.</summary>
public sealed record EditAdvisory(AdvisoryContent Content) : AdvisoryCommand
{
    public override Decision<AdvisoryEvent> Decide(Advisory state, Context context)
        => (CannotWork(state, context, state.Draft?.TextVersion) ?? AdvisoryRefusals.TooMuch(Content)) is { } refusal ? refusal
            : DomainJson.Write(Content).AsSpan().SequenceEqual(DomainJson.Write(state.Draft!.Content)) ? Decision<AdvisoryEvent>.Nothing
            : new AdvisoryEdited(Content);
}
