using Coordination.Contracts.Exchange;
using Coordination.Contracts.Partners;
using Coordination.Domain.Journal;

namespace Coordination.Domain.Exchange;

/// <summary>Someone takes what lies in quarantine nevertheless, where only who knows the partner can tell. What contradicts what holds is not taken by anyone.</summary>
/// <param name="What">It, read anew.</param>
public sealed record AcceptQuarantined(PartnerId Partner, string Id, ReceivedObject What) : ReceivedCommand
{
    public override Decision<ReceivedEvent> Decide(Received state, Context context)
    {
        if (state.Quarantine.GetValueOrDefault(Id) is not { } held)
        {
            return ReceivedRefusals.UnknownQuarantined;
        }

        if (held.State != QuarantineState.Waiting)
        {
            return held.State == QuarantineState.Accepted ? Decision<ReceivedEvent>.Nothing : ReceivedRefusals.Decided;
        }

        var verdict = ReceivedRules.Against(state, What);
        var isPossible = verdict.Succession == Succession.Newer || (verdict.Code == ReceivedRules.Version && state.Objects[What.Id].Order == What.Order);
        return ReceivedRules.MayAccept(held.Code) && held.ObjectId == What.Id && isPossible
            ? new QuarantineAccepted(Id, context.Lookups.Find(OursAmong.Of(Partner, [What]))!.Fill(What))
            : ReceivedRefusals.NotToAccept;
    }
}
