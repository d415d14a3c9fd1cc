using Coordination.Contracts.Access;
using Coordination.Domain.Journal;

namespace Coordination.Domain.Access;

/// <summary>Another name for a passkey.</summary>
public sealed record RenamePasskey(PasskeyId Passkey, string Name) : PersonCommand
{
    public override Decision<PersonEvent> Decide(Person state, Context context)
        => Texts.Refuse("name", Name, PersonPasskeys.NameLength, PersonRefusals.PasskeyNameMissing) is { } refusal ? refusal
            : state.Passkeys.FirstOrDefault(one => one.Id == Passkey) is not { } known ? PersonRefusals.PasskeyUnknown
            : known.Name == Name ? Decision<PersonEvent>.Nothing
            : new PasskeyRenamed(Passkey, Name);
}
