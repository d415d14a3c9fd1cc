using Coordination.Domain.Journal;

namespace Coordination.Domain.Partners;

/// <summary>Nothing goes to it and nothing of it is taken until someone resumes it; what waits stays.</summary>
public sealed record PausePartner(string Reason) : PartnerCommand
{
    public override Decision<PartnerEvent> Decide(Partner state, Context context)
        => state.Facts is null ? PartnerRefusals.Unknown
            : Texts.RefuseReason(Reason) is { } refusal ? refusal
            : state.PausedBecause is not null ? Decision<PartnerEvent>.Nothing
            : new PartnerPaused(Reason.Trim());
}
