using System.Globalization;
using Coordination.Contracts.Access;
using Coordination.Domain.Access;
using Coordination.Storage.Journal;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;

namespace Coordination.Host.Access;

/// <summary>When something was last asked in a session. Beside the account and not in the journal: it happens all day, and says nothing that anyone decides by later.</summary>
internal sealed class SeenSessions(AccountDatabase database, TimeProvider clock)
{
    /// <summary>The name under which Identity's table of small values has them.</summary>
    private const string Provider = "session-seen";

    /// <summary>Something is asked in it now.</summary>
    public async Task SeenAsync(PersonId person, SessionId session, CancellationToken cancellationToken)
    {
        var now = Microseconds.Of(clock.GetUtcNow()).ToString(CultureInfo.InvariantCulture);
        if (await Of(person).Where(one => one.Name == session.Value).ExecuteUpdateAsync(set => set.SetProperty(one => one.Value, now), cancellationToken) > 0)
        {
            return;
        }

        var first = database.UserTokens.Add(new() { UserId = person.Value, LoginProvider = Provider, Name = session.Value, Value = now });
        try
        {
            await database.SaveChangesAsync(cancellationToken);
        }
        catch (DbUpdateException)
        {
            // Two requests of one session at once; the other has written it.
        }
        finally
        {
            first.State = EntityState.Detached;
        }
    }

    /// <summary>When each of a person's sessions was last seen: those that have not been since they began are not among them.</summary>
    public async Task<IReadOnlyDictionary<SessionId, DateTimeOffset>> AllAsync(PersonId person, CancellationToken cancellationToken)
        => (await Of(person).AsNoTracking().ToListAsync(cancellationToken))
            .ToDictionary(one => SessionId.Of(one.Name), one => Microseconds.ToMoment(long.Parse(one.Value!, CultureInfo.InvariantCulture)));

    /// <summary>Forgets what is not of these sessions.</summary>
    public Task KeepOnlyAsync(PersonId person, IEnumerable<SessionId> open, CancellationToken cancellationToken)
    {
        var names = open.Select(one => one.Value).ToArray();
        return Of(person).Where(one => !names.Contains(one.Name)).ExecuteDeleteAsync(cancellationToken);
    }

    /// <summary>The moment at which each of these sessions was last seen.</summary>
    public async Task<IReadOnlyList<(OpenSession Session, DateTimeOffset SeenAt)>> WhenAsync(PersonId person, PersonSessions sessions, CancellationToken cancellationToken)
    {
        var seen = await AllAsync(person, cancellationToken);
        return [.. sessions.Open.Select(one => (one, seen.TryGetValue(one.Id, out var at) && at > one.BegunAt ? at : one.BegunAt))];
    }

    private IQueryable<IdentityUserToken<string>> Of(PersonId person) => database.UserTokens.Where(one => one.UserId == person.Value && one.LoginProvider == Provider);
}
