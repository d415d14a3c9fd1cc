using Coordination.Contracts.Institutions;
using Coordination.Domain.Journal;

namespace Coordination.Domain.Advisories;

/// <summary>People take recipients out; matching does not put them back.</summary>
public sealed record RemoveRecipients(IReadOnlyList<InstitutionId> Institutions) : AdvisoryCommand
{
    public override Decision<AdvisoryEvent> Decide(Advisory state, Context context)
    {
        if (CannotWork(state, context, null) is { } refusal)
        {
            return refusal;
        }

        var there = Recipients.Told(state.Draft!.Recipients).Select(one => one.Institution).ToHashSet();
        var gone = Institutions.Where(there.Remove).ToArray();
        return gone.Length == 0 ? Decision<AdvisoryEvent>.Nothing : new RecipientsRemoved(gone);
    }
}
