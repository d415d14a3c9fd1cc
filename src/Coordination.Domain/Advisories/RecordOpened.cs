using Coordination.Domain.Journal;

namespace Coordination.Domain.Advisories;

/// <summary>Someone opened the link or the page for the first time.</summary>
public sealed record RecordOpened : AddresseeCommand
{
    public override Decision<AddresseeEvent> Decide(Addressee state, Context context)
        => state.Current && state.OpenedAt is null ? new AddresseeOpened() : Decision<AddresseeEvent>.Nothing;
}
