using Coordination.Contracts;
using Coordination.Contracts.Access;
using Coordination.Contracts.Incidents;
using Coordination.Domain.Access;
using Coordination.Grains.Journal;
using Coordination.Host.Http;

namespace Coordination.Host.Access;

/// <summary>Where one is signed in, and how that ends.</summary>
internal static class SessionEndpoints
{
    public static void MapSessions(this IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup("").WithTags("Access");
        group.MapGet(Routes.Sessions, ListAsync).Produces<IReadOnlyList<SessionView>>().ProducesProblem(403);
        group.MapPost(Routes.Sessions + "/{id}/end", EndAsync).Produces<CommandAnswer>().ProducesProblem(403).ProducesProblem(404);
        group.MapPost(Routes.EndSessions, (HttpContext http, Asking asking, Commands commands, SessionCache cache)
            => EndAllAsync(http, asking, commands, cache, asking.Caller.Session)).Produces<CommandAnswer>().ProducesProblem(403);
        group.MapPost(Routes.EndSessions + "/everywhere", (HttpContext http, Asking asking, Commands commands, SessionCache cache)
            => EndAllAsync(http, asking, commands, cache, null)).Produces<CommandAnswer>().ProducesProblem(403);
        group.MapPost(Routes.People + "/{id}/end-sessions", EndOfAsync).Produces<CommandAnswer>().ProducesProblem(404).Needs(Right.ManageAccess);
    }

    private static async Task<IResult> ListAsync(Caller caller, Sessions sessions, TimeProvider clock, CancellationToken cancellationToken)
    {
        if (caller.Person is not { } person)
        {
            return Problems.Result(AccessProblems.NotPerson);
        }

        var now = clock.GetUtcNow();
        return Lists.Ok<IReadOnlyList<SessionView>>(
        [
            .. (await sessions.AllAsync(person, cancellationToken))
                // The one that asks is seen now, though that is written down only now and then.
                .Select(one => (one.Session, SeenAt: one.Session.Id == caller.Session ? now : one.SeenAt))
                .Where(one => now - one.SeenAt < PersonSessions.Idle)
                .OrderByDescending(one => one.SeenAt)
                .Select(one => new SessionView(
                    one.Session.Id, one.Session.BegunAt, one.SeenAt, one.Session.With, one.Session.Address, one.Session.By, one.Session.Id == caller.Session)),
        ]);
    }

    private static async Task<IResult> EndAsync(HttpContext http, SessionId id, Asking asking, Commands commands, SessionCache cache)
        => asking.Caller.Person is { } person
            ? await AskAsync(http, person, new EndSession(id, id == asking.Caller.Session ? SessionEnd.SignedOut : SessionEnd.Ended), asking, commands, cache)
            : Problems.Result(AccessProblems.NotPerson);

    private static async Task<IResult> EndAllAsync(HttpContext http, Asking asking, Commands commands, SessionCache cache, SessionId? except)
        => asking.Caller.Person is { } person ? await AskAsync(http, person, new EndSessions(except), asking, commands, cache) : Problems.Result(AccessProblems.NotPerson);

    private static Task<IResult> EndOfAsync(HttpContext http, PersonId id, Asking asking, Commands commands, SessionCache cache)
        => AskAsync(http, id, new EndSessions(), asking, commands, cache);

    private static async Task<IResult> AskAsync(HttpContext http, PersonId person, PersonCommand command, Asking asking, Commands commands, SessionCache cache)
    {
        var answer = await commands.RunAsync(http, commands.Grains.Person(person), command, asking);
        // Whoever is told that it is over finds it over here; other processes hear of it by the journal.
        cache.Forget(person.Value);
        return answer;
    }
}
