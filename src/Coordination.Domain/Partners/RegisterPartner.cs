using Coordination.Contracts.Partners;
using Coordination.Domain.Journal;

namespace Coordination.Domain.Partners;

/// <summary>Begins a partnership. Nothing is shared by that alone.</summary>
public sealed record RegisterPartner(PartnerRequest Request) : PartnerCommand
{
    public override Decision<PartnerEvent> Decide(Partner state, Context context)
        => state.Facts is not null ? PartnerRefusals.Exists
            : PartnerRules.Refuse(Request) is { } refusal ? refusal
            : new PartnerRegistered(PartnerRules.Kept(Request));
}
