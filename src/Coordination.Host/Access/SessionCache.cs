using Coordination.Contracts.Access;
using Coordination.Domain.Access;
using Coordination.Domain.Journal;
using Coordination.Host.Journal;

namespace Coordination.Host.Access;

/// <summary>The sessions of people who were here lately, so that a request needs no reading. One that was ended is forgotten at once, in every process.</summary>
internal sealed class SessionCache(IRows rows) : RowCache<PersonSessions>(rows, PersonKind.Sessions, PersonKind.Instance.Name)
{
    /// <summary>The session, if it has not been ended.</summary>
    public async ValueTask<OpenSession?> FindAsync(PersonId person, SessionId session, CancellationToken cancellationToken)
        => (await FindAsync(person.Value, cancellationToken))?.Find(session)
            // One that has just begun, here or in another process, may not be among those that are remembered.
            ?? (await ReadAsync(person.Value, cancellationToken))?.Find(session);
}
