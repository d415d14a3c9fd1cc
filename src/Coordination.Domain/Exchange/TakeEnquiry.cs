using Coordination.Domain.Journal;

namespace Coordination.Domain.Exchange;

/// <summary>Someone of us says "I have it". Stops waking others; the answer is still due.</summary>
public sealed record TakeEnquiry : EnquiryCommand
{
    public override Decision<EnquiryEvent> Decide(Enquiry state, Context context)
        => !state.Exists ? EnquiryRefusals.Unknown
            : state.Ended ? EnquiryRefusals.Ended
            : context.Actor.AsPerson is not { } by ? EnquiryRefusals.NotPerson
            // The same person again is a double click, unless it has been waiting for them since.
            : state.Owner == by && state.WaitsFor != Contracts.Exchange.EnquirySide.Ours ? Decision<EnquiryEvent>.Nothing
            : new EnquiryTaken(by);
}
