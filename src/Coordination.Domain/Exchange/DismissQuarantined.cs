using Coordination.Contracts.Exchange;
using Coordination.Domain.Journal;

namespace Coordination.Domain.Exchange;

/// <summary>Someone says that what lies in quarantine is of no use.</summary>
public sealed record DismissQuarantined(string Id) : ReceivedCommand
{
    public override Decision<ReceivedEvent> Decide(Received state, Context context) => state.Quarantine.GetValueOrDefault(Id)?.State switch
    {
        null => ReceivedRefusals.UnknownQuarantined,
        QuarantineState.Dismissed => Decision<ReceivedEvent>.Nothing,
        QuarantineState.Accepted => ReceivedRefusals.Decided,
        _ => new QuarantineDismissed(Id),
    };
}
