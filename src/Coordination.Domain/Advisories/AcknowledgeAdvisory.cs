using Coordination.Domain.Journal;

namespace Coordination.Domain.Advisories;

/// <summary>The institution says that it knows. It is chased on where an answer is asked for.</summary>
public sealed record AcknowledgeAdvisory : AddresseeCommand
{
    public override Decision<AddresseeEvent> Decide(Addressee state, Context context)
        => !state.Exists ? AddresseeRefusals.Unknown
            : !state.Current || state.AcknowledgedAt is not null ? Decision<AddresseeEvent>.Nothing
            : new AddresseeAcknowledged();
}
