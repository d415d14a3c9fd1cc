using Coordination.Domain.Journal;

namespace Coordination.Domain.Exchange;

/// <summary>We are done with it, whoever asked.</summary>
public sealed record CloseEnquiry(string Outcome) : EnquiryCommand
{
    public override Decision<EnquiryEvent> Decide(Enquiry state, Context context)
        => state.Asked is not { } asked ? EnquiryRefusals.Unknown
            : Texts.RefuseReason(Outcome) is { } refusal ? refusal with { Field = "outcome" }
            : state.Ended ? EnquiryRefusals.Ended
            : EnquiryRules.RefuseNames(context, asked, Outcome) is { } named ? named with { Field = "outcome" }
            : new EnquiryClosed(Outcome.Trim());
}
