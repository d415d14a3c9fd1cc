using Coordination.Contracts.Exchange;
using Coordination.Domain.Journal;

namespace Coordination.Domain.Exchange;

/// <summary>The time of an answer comes near, or has come. If another time was set since, or it was answered, nothing happens.</summary>
public sealed record NoteEnquiryDue(DateTimeOffset Due, bool Over) : EnquiryCommand
{
    public override Decision<EnquiryEvent> Decide(Enquiry state, Context context)
        => state is not { Status: EnquiryStatus.Open, DueSince: not null } || state.Due != Due ? Decision<EnquiryEvent>.Nothing
            : Over ? new EnquiryOverdue(Due)
            : new EnquiryDueSoon(Due);
}
