using Coordination.Contracts.Exchange;
using Coordination.Domain.Journal;

namespace Coordination.Domain.Exchange;

/// <summary>Whoever asked no longer needs an answer.</summary>
public sealed record WithdrawEnquiry(EnquirySide Side, string Reason) : EnquiryCommand
{
    public override Decision<EnquiryEvent> Decide(Enquiry state, Context context)
        => state.Asked is not { } asked ? EnquiryRefusals.Unknown
            : Side != state.Asking ? EnquiryRefusals.NotAsked
            : Texts.RefuseReason(Reason) is { } refusal ? refusal
            : state.Ended ? EnquiryRefusals.Ended
            : Side == EnquirySide.Ours && EnquiryRules.RefuseNames(context, asked, Reason) is { } named ? named with { Field = "reason" }
            : new EnquiryWithdrawn(Reason.Trim());
}
