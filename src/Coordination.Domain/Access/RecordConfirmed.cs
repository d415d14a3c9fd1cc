using Coordination.Contracts.Access;
using Coordination.Domain.Journal;

namespace Coordination.Domain.Access;

/// <summary>Someone who is signed in has shown again who they are, because they are about to do something dangerous.</summary>
/// <param name="Attempt">Another for each request: an answer of a device that comes again is then found to have been used.</param>
public sealed record RecordConfirmed(SessionId Session, SignInWay By, string Attempt, PasskeyId? Passkey = null) : PersonCommand
{
    public override Decision<PersonEvent> Decide(Person state, Context context)
        => !state.Sessions.Any(one => one.Id == Session) ? PersonRefusals.SessionUnknown
            : Passkey is { } passkey && !state.Passkeys.Any(one => one.Id == passkey) ? PersonRefusals.PasskeyUnknown
            : new PersonConfirmed(Session, By, Passkey);
}
