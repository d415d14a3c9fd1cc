using Coordination.Contracts.Advisories;
using Coordination.Domain.Journal;

namespace Coordination.Domain.Advisories;

/// <summary>It no longer holds, or is not to be written after all. Whoever was told is told that; nobody is chased any more.</summary>
public sealed record WithdrawAdvisory(string Reason) : AdvisoryCommand
{
    public override Decision<AdvisoryEvent> Decide(Advisory state, Context context)
        => !state.Exists ? AdvisoryRefusals.Unknown
            : state.Status == AdvisoryStatus.Withdrawn ? Decision<AdvisoryEvent>.Nothing
            : Texts.RefuseReason(Reason) is { } refusal ? refusal
            : new AdvisoryWithdrawn(Reason.Trim());
}
