using Coordination.Contracts.Partners;
using Coordination.Domain.Journal;

namespace Coordination.Domain.Partners;

/// <summary>Replaces what is recorded of a partner.</summary>
public sealed record ChangePartner(PartnerRequest Request) : PartnerCommand
{
    public override Decision<PartnerEvent> Decide(Partner state, Context context)
        => state.Facts is not { } facts ? PartnerRefusals.Unknown
            : PartnerRules.Refuse(Request) is { } refusal ? refusal
            : PartnerRules.Same(facts, PartnerRules.Kept(Request)) ? Decision<PartnerEvent>.Nothing
            : new PartnerChanged(PartnerRules.Kept(Request));
}
