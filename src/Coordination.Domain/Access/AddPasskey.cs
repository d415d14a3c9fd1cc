using Coordination.Contracts.Access;
using Coordination.Domain.Journal;

namespace Coordination.Domain.Access;

/// <summary>A device has made a key and shown it.</summary>
/// <param name="Attempt">Another for each request: an answer of a device that comes again is then found to have been used.</param>
public sealed record AddPasskey(PasskeyId Passkey, string Name, string Attempt) : PersonCommand
{
    public override Decision<PersonEvent> Decide(Person state, Context context)
        => state.Facts is null ? PersonRefusals.Unknown
            : Texts.Refuse("name", Name, PersonPasskeys.NameLength, PersonRefusals.PasskeyNameMissing) is { } refusal ? refusal
            : state.Passkeys.Any(one => one.Id == Passkey) ? PersonRefusals.PasskeyExists
            : state.Passkeys.Count >= PersonPasskeys.Most ? PersonRefusals.PasskeysTooMany
            : new PasskeyAdded(Passkey, Name);
}
