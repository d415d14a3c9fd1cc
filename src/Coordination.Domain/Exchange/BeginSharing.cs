using Coordination.Contracts.Partners;
using Coordination.Domain.Journal;

namespace Coordination.Domain.Exchange;

/// <summary>An incident was shared with the partner. What stood against it was said there, to who decided it.</summary>
public sealed record BeginSharing(PartnerId Partner, string Origin, SharingTerms Terms) : SharingCommand
{
    public override Decision<SharingEvent> Decide(Sharing state, Context context)
        // Messages come in any order: of an earlier share, or of one that has ended already, nothing begins.
        => Terms.Share <= state.Ended || (state.Terms is { } known && known.Share >= Terms.Share) ? Decision<SharingEvent>.Nothing : new SharingDecided(Partner, Origin, Terms);
}
