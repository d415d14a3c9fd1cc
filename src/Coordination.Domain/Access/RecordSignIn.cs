using Coordination.Domain.Journal;

namespace Coordination.Domain.Access;

/// <summary>Someone signed in, or tried to.</summary>
public sealed record RecordSignIn(bool Succeeded, bool LockedOut) : PersonCommand
{
    public override Decision<PersonEvent> Decide(Person state, Context context)
        => state.Facts is null ? PersonRefusals.Unknown : Succeeded ? new PersonSignedIn() : new SignInFailed(LockedOut);
}
