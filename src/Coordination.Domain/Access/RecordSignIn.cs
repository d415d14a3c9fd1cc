using Coordination.Contracts.Access;
using Coordination.Domain.Journal;

namespace Coordination.Domain.Access;

/// <summary>Someone signed in, or tried to. With it their session begins, and those that nobody uses any more end.</summary>
/// <param name="Idle">The person's sessions in which nothing was asked for too long.</param>
public sealed record RecordSignIn(bool Succeeded, bool LockedOut, NewSession? Session = null, IReadOnlyList<SessionId>? Idle = null) : PersonCommand
{
    public override Decision<PersonEvent> Decide(Person state, Context context)
        => state.Facts is not { } facts ? PersonRefusals.Unknown
            : !Succeeded ? new SignInFailed(LockedOut)
            : !facts.Active ? PersonRefusals.Inactive
            // Only a sign-in there tells what their groups have become: see EnterByProvider.
            : facts.Provider is not null ? PersonRefusals.ComesByProvider
            : Session?.Passkey is { } passkey && !state.Passkeys.Any(one => one.Id == passkey) ? PersonRefusals.PasskeyUnknown
            : Decision<PersonEvent>.Of([.. PersonSessions.EndedBy(state, Session, Idle ?? []), new PersonSignedIn(Session: Session)]);
}
