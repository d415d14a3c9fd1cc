using Coordination.Domain.Journal;

namespace Coordination.Domain.Access;

/// <summary>The second factor was turned on or off.</summary>
public sealed record RecordSecondFactor(bool Enabled) : PersonCommand
{
    public override Decision<PersonEvent> Decide(Person state, Context context) => state.Facts is null ? PersonRefusals.Unknown : new SecondFactorChanged(Enabled);
}
