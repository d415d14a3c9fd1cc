using Coordination.Domain.Journal;

namespace Coordination.Domain.Advisories;

/// <summary>The ledger says that a message about it has left; this may be heard after the institution was released, who must then hear of that.</summary>
public sealed record RecordSent : AddresseeCommand
{
    public override Decision<AddresseeEvent> Decide(Addressee state, Context context)
        => state.Exists && (state.SentAt is null || state.NotReached is not null) ? new AddresseeSent() : Decision<AddresseeEvent>.Nothing;
}
