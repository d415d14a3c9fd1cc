using Coordination.Domain.Journal;

namespace Coordination.Domain.Access;

/// <summary>Ends all sessions of this person, wherever they are.</summary>
public sealed record EndSessions : PersonCommand
{
    public override Decision<PersonEvent> Decide(Person state, Context context) => state.Facts is null ? PersonRefusals.Unknown : new SessionsEnded();
}
