using Coordination.Domain.Journal;

namespace Coordination.Domain.Partners;

/// <summary>Goes on with it.</summary>
public sealed record ResumePartner : PartnerCommand
{
    public override Decision<PartnerEvent> Decide(Partner state, Context context)
        => state.Facts is null ? PartnerRefusals.Unknown
            : state.PausedBecause is null ? Decision<PartnerEvent>.Nothing
            : new PartnerResumed();
}
