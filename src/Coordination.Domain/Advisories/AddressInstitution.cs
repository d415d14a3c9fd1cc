using Coordination.Contracts.Advisories;
using Coordination.Contracts.Institutions;
using Coordination.Domain.Journal;

namespace Coordination.Domain.Advisories;

/// <summary>It was published to this institution, or published again.</summary>
public sealed record AddressInstitution(
    InstitutionId Institution, Notice Notice, IReadOnlyList<RecipientReason> Reasons, string? Change = null, bool AskAgain = false) : AddresseeCommand
{
    public override Decision<AddresseeEvent> Decide(Addressee state, Context context)
        => state.Order >= Notice.Order ? Decision<AddresseeEvent>.Nothing
            // A revision does not give more time, unless it asks anew.
            : new InstitutionAddressed(
                Institution, Notice, Reasons, (state.Current && !AskAgain ? state.DueAt : null) ?? Notice.AnswerWithin?.After(context.Now), Change, AskAgain);
}
