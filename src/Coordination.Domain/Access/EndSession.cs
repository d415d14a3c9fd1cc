using Coordination.Contracts.Access;
using Coordination.Domain.Journal;

namespace Coordination.Domain.Access;

/// <summary>Ends one session: by signing out in it, or from another.</summary>
public sealed record EndSession(SessionId Session, SessionEnd Why) : PersonCommand
{
    public override Decision<PersonEvent> Decide(Person state, Context context)
        => state.Sessions.Any(one => one.Id == Session) ? new SessionEnded(Session, Why) : PersonRefusals.SessionUnknown;
}
