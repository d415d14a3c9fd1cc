using Coordination.Domain.Journal;

namespace Coordination.Domain.Advisories;

/// <summary>The reviewer gives the draft back, and says why.</summary>
public sealed record ReturnAdvisory(string Reason) : AdvisoryCommand
{
    public override Decision<AdvisoryEvent> Decide(Advisory state, Context context)
        => (CannotWork(state, context, null) ?? Texts.RefuseReason(Reason)) is { } refusal ? refusal
            : !state.Draft!.InReview ? AdvisoryRefusals.NotInReview
            : new AdvisoryReturned(Reason.Trim());
}
