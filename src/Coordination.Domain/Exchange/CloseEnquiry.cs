using Coordination.Domain.Journal;

namespace Coordination.Domain.Exchange;

/// <summary>We are done with it, whoever asked.</summary>
/// <param name="Untold">The partner is told that it is closed, and may not have what came of it.</param>
public sealed record CloseEnquiry(string Outcome, bool Untold = false) : EnquiryCommand
{
    public override Decision<EnquiryEvent> Decide(Enquiry state, Context context)
        => state.Asked is not { } asked ? EnquiryRefusals.Unknown
            : Texts.RefuseReason(Outcome) is { } refusal ? refusal with { Field = "outcome" }
            : state.Ended ? EnquiryRefusals.Ended
            : EnquiryRules.RefuseNames(context, asked, Outcome) is { } named ? named with { Field = "outcome" }
            : !Untold && EnquiryRules.RefuseOutcome(context, asked) is { } hidden ? hidden
            : new EnquiryClosed(Outcome.Trim());
}
