using Coordination.Contracts.Access;
using Coordination.Domain.Journal;

namespace Coordination.Domain.Access;

/// <summary>A passkey opens nothing any more.</summary>
public sealed record RemovePasskey(PasskeyId Passkey) : PersonCommand
{
    public override Decision<PersonEvent> Decide(Person state, Context context)
        => state.Passkeys.Any(one => one.Id == Passkey) ? new PasskeyRemoved(Passkey) : PersonRefusals.PasskeyUnknown;
}
