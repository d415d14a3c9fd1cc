using Coordination.Contracts.Access;
using Coordination.Domain.Journal;

namespace Coordination.Domain.Access;

/// <summary>Ends all sessions of this person, wherever they are.</summary>
/// <param name="Except">The one that goes on; null: none does.</param>
public sealed record EndSessions(SessionId? Except = null) : PersonCommand
{
    public override Decision<PersonEvent> Decide(Person state, Context context) => state.Facts is null ? PersonRefusals.Unknown : new SessionsEnded(Except);
}
