using System.Security.Claims;
using Coordination.Contracts;
using Coordination.Contracts.Access;
using Coordination.Domain.Access;
using Coordination.Domain.Journal;
using Coordination.Grains.Journal;
using Coordination.Host.Http;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Identity;

namespace Coordination.Host.Access;

/// <summary>Sessions begin here, however their person showed who they are, and end here.</summary>
internal sealed class Sessions(Commands commands, SessionCache cache, SeenSessions seen, UserManager<Account> users, Lockout lockout, TimeProvider clock)
{
    /// <summary>A session that is about to begin.</summary>
    public async Task<Beginning> PrepareAsync(HttpContext http, PersonId person, SignInWay way, PasskeyId? passkey = null)
    {
        var now = clock.GetUtcNow();
        var idle = (await AllAsync(person, http.RequestAborted)).Where(one => now - one.SeenAt >= PersonSessions.Idle).Select(one => one.Session.Id);
        return new(new(Id.New<SessionId>(now), way, UserAgents.InWords(http.Request.Headers.UserAgent.ToString()), Guessing.PlainAddressOf(http), passkey), [.. idle]);
    }

    /// <summary>Records that a session begins, then gives the browser its cookie.</summary>
    /// <param name="operation">What can begin one session only has a name; another attempt under the same is refused.</param>
    /// <returns>Why none begins, or null.</returns>
    public async Task<Refusal?> BeginAsync(HttpContext http, PersonId person, SignInWay way, string? operation = null, PasskeyId? passkey = null)
    {
        var beginning = await PrepareAsync(http, person, way, passkey);
        var answer = await AskAsync(person, new RecordSignIn(true, false, beginning.Session, beginning.Idle), http.RequestAborted, operation);
        if (answer.Refusal is null)
        {
            await OpenAsync(http, person, beginning.Session.Id, clock.GetUtcNow());
        }

        return answer.Refusal;
    }

    /// <summary>Gives the browser its cookie, once the journal has the session. What the person may do is read anew with each request, so only who it is stands in it.</summary>
    /// <param name="confirmedAt">When they showed who they are; a provider may have been shown it before.</param>
    public async Task OpenAsync(HttpContext http, PersonId person, SessionId session, DateTimeOffset confirmedAt)
    {
        var account = await WriteCookieAsync(http, person, session, confirmedAt);
        await lockout.EnteredAsync(http, account);
        var open = await cache.ReadAsync(person.Value, http.RequestAborted);
        await seen.KeepOnlyAsync(person, open?.Open.Select(one => one.Id) ?? [], http.RequestAborted);
    }

    /// <summary>Records that the session's person has shown again who they are; its cookie says so from now on.</summary>
    /// <returns>Why that does not count, or null.</returns>
    public async Task<Refusal?> ConfirmAsync(HttpContext http, PersonId person, SessionId session, SignInWay way, string? operation, PasskeyId? passkey)
    {
        var answer = await AskAsync(person, new RecordConfirmed(session, way, Guid.NewGuid().ToString("N"), passkey), http.RequestAborted, operation);
        if (answer.Refusal is null)
        {
            await WriteCookieAsync(http, person, session, clock.GetUtcNow());
        }

        return answer.Refusal;
    }

    /// <summary>What was changed of the account makes each cookie of it stale: this browser goes on, others sign in anew.</summary>
    public async Task GoOnAsync(HttpContext http)
    {
        if (SessionCookie.Of(http.User) is { } cookie)
        {
            await lockout.EnteredAsync(http, await WriteCookieAsync(http, cookie.Person, cookie.Session, cookie.ConfirmedAt));
        }
    }

    /// <summary>Somebody tried to sign in and failed.</summary>
    public Task FailedAsync(PersonId person, bool lockedNow, CancellationToken cancellationToken) => AskAsync(person, new RecordSignIn(false, lockedNow), cancellationToken);

    /// <summary>Ends the session of this browser; what its cookie says after that opens nothing.</summary>
    public async Task EndAsync(HttpContext http)
    {
        if (Caller.Of(http) is { Person: { } person, Session: { } session })
        {
            await AskAsync(person, new EndSession(session, SessionEnd.SignedOut), http.RequestAborted);
            cache.Forget(person.Value);
        }

        await http.SignOutAsync(IdentityConstants.ApplicationScheme);
    }

    /// <summary>Sessions that have not been ended, with the moment at which something was last asked in them.</summary>
    public async Task<IReadOnlyList<(OpenSession Session, DateTimeOffset SeenAt)>> AllAsync(PersonId person, CancellationToken cancellationToken)
        => await seen.WhenAsync(person, await cache.ReadAsync(person.Value, cancellationToken) ?? new([]), cancellationToken);

    public Task<Answer> AskAsync(PersonId person, PersonCommand command, CancellationToken cancellationToken, string? operation = null)
        => commands.AskAsync(
            new StreamId(PersonKind.Instance.Name, person.Value),
            new Operation { Id = operation ?? Guid.NewGuid().ToString("N"), Actor = Actor.Person(person).Value, Command = Domain.DomainJson.Write(command) },
            cancellationToken);

    private async Task<Account> WriteCookieAsync(HttpContext http, PersonId person, SessionId session, DateTimeOffset confirmedAt)
    {
        var account = await users.FindByIdAsync(person.Value) ?? throw new InvalidOperationException($"Person {person} has no account.");
        var cookie = new SessionCookie(person, await users.GetSecurityStampAsync(account), session, confirmedAt);
        await http.SignInAsync(IdentityConstants.ApplicationScheme, new ClaimsPrincipal(cookie.ToIdentity()), new AuthenticationProperties { IsPersistent = true });
        return account;
    }
}

/// <summary>A session that is about to begin, and those that end with it because nobody uses them.</summary>
internal sealed record Beginning(NewSession Session, IReadOnlyList<SessionId> Idle);
