using Coordination.Contracts.Advisories;
using Coordination.Domain.Journal;

namespace Coordination.Domain.Advisories;

/// <summary>An alert shows a vulnerability open. It speaks against "patched" where it was seen after that was said; once for each vulnerability.</summary>
public sealed record ContradictAnswer(Contradiction Contradiction) : AddresseeCommand
{
    public override Decision<AddresseeEvent> Decide(Addressee state, Context context)
        => state.Current && state.Answer == AdvisoryAnswer.Patched && Contradiction.SeenAt > state.AnsweredAt && state.Contradictions.All(one => one.Cve != Contradiction.Cve)
            ? new AnswerContradicted(Contradiction)
            : Decision<AddresseeEvent>.Nothing;
}
