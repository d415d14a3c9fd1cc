using Coordination.Domain.Journal;

namespace Coordination.Domain.Advisories;

/// <summary>The ledger says that it could not be told.</summary>
public sealed record RecordNotReached(string Why) : AddresseeCommand
{
    public override Decision<AddresseeEvent> Decide(Addressee state, Context context)
        => state.Current && state.SentAt is null && state.NotReached != Why ? new AddresseeNotReached(Why) : Decision<AddresseeEvent>.Nothing;
}
