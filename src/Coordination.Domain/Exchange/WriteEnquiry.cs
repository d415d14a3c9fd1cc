using Coordination.Contracts;
using Coordination.Contracts.Exchange;
using Coordination.Domain.Journal;

namespace Coordination.Domain.Exchange;

/// <summary>Writes to the thread. From the side that is asked it is the answer, and nothing more is chased.</summary>
/// <param name="Tlp">Null: the label of the request.</param>
/// <param name="Due">The side that asked asks again, by then.</param>
public sealed record WriteEnquiry(EnquirySide Side, string Text, Tlp? Tlp = null, DateTimeOffset? Due = null, string? From = null) : EnquiryCommand
{
    public override Decision<EnquiryEvent> Decide(Enquiry state, Context context)
        => state.Asked is not { } asked ? EnquiryRefusals.Unknown
            : state.Ended ? EnquiryRefusals.Ended
            : state.Messages >= EnquiryRules.MostMessages ? EnquiryRefusals.TooManyMessages
            : Due is not null && Side != state.Asking ? EnquiryRefusals.DueNotAsked
            : (EnquiryRules.RefuseDue(Due, context.Now) ?? EnquiryRules.Refuse(context, Side, asked.Partner, Tlp ?? asked.Tlp, asked.About, Text, From)) is { } refusal ? refusal
            : new EnquiryWritten(state.Messages + 1, Side, Text.Trim(), Tlp ?? asked.Tlp, Due, string.IsNullOrWhiteSpace(From) ? null : From.Trim());
}
