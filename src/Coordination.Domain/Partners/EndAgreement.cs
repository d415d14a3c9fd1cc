using Coordination.Domain.Journal;

namespace Coordination.Domain.Partners;

/// <summary>The time of an agreement has come. If it was prolonged since, nothing happens.</summary>
public sealed record EndAgreement(DateTimeOffset Until) : PartnerCommand
{
    public override Decision<PartnerEvent> Decide(Partner state, Context context)
        => state.Facts is null ? PartnerRefusals.Unknown
            : state.Facts.Agreement.Until == Until && state.EndedAt != Until && Until <= context.Now ? new AgreementEnded(Until)
            : Decision<PartnerEvent>.Nothing;
}
