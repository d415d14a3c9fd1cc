using Coordination.Contracts;
using Coordination.Contracts.Access;
using Coordination.Contracts.Incidents;
using Coordination.Domain.Access;
using Coordination.Domain.Journal;
using Coordination.Grains.Journal;
using Coordination.Host.Http;

namespace Coordination.Host.Access;

/// <summary>One's own passkeys, and signing in with one.</summary>
internal static class PasskeyEndpoints
{
    public static void MapPasskeys(this IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup(Routes.Passkeys).WithTags("Access");
        group.MapGet("", ListAsync).Produces<IReadOnlyList<PasskeyView>>().ProducesProblem(403);
        group.MapPost("/begin", BeginAsync).Produces<PasskeyQuestion>().ProducesProblem(403).ProducesProblem(409);
        group.MapPost("", AddAsync).Produces<PasskeyView>().ProducesProblem(400).ProducesProblem(403).ProducesProblem(409);
        group.MapPut("/{id}", RenameAsync).Produces<CommandAnswer>().ProducesProblem(400).ProducesProblem(403).ProducesProblem(404).ProducesProblem(409);
        group.MapDelete("/{id}", RemoveAsync).Produces<CommandAnswer>().ProducesProblem(403).ProducesProblem(404).ProducesProblem(409);
        routes.MapPost(Routes.SignInByPasskey + "/begin", async (HttpContext http, Passkeys passkeys)
            => passkeys.Refusal is { } refusal ? Problems.Result(refusal) : Lists.Ok(await passkeys.AskAsync(http))).Produces<PasskeyQuestion>().ProducesProblem(409).AllowAnonymous().WithTags("Access");
        routes.MapPost(Routes.SignInByPasskey, EnterAsync).Produces<Me>().ProducesProblem(400).ProducesProblem(401).ProducesProblem(409).AllowAnonymous().WithTags("Access");
    }

    /// <summary>The passkeys of a person as their journal has them.</summary>
    public static async Task<IReadOnlyList<PasskeyFacts>> OfAsync(IRows rows, PersonId person, CancellationToken cancellationToken)
        => (await rows.FindAsync(PersonKind.Passkeys, person.Value, cancellationToken))?.Value.All ?? [];

    private static async Task<IResult> ListAsync(Caller caller, IRows rows, CancellationToken cancellationToken)
        => caller.Person is not { } person ? Problems.Result(AccessProblems.NotPerson)
            : Lists.Ok<IReadOnlyList<PasskeyView>>([.. (await OfAsync(rows, person, cancellationToken)).Select(View)]);

    private static async Task<IResult> BeginAsync(HttpContext http, Caller caller, Accounts accounts, Passkeys passkeys, Live.Directory directory)
        => await accounts.FindAsync(caller.Person) is not { } account ? Problems.Result(AccessProblems.NotPerson)
            : passkeys.Refusal is { } refusal ? Problems.Result(refusal)
            : Lists.Ok(await passkeys.AskForNewAsync(http, account, (await directory.PersonAsync(caller.Person!.Value, http.RequestAborted))!.Name));

    private static async Task<IResult> AddAsync(HttpContext http, Body<PasskeyRequest> body, Caller caller, Accounts accounts, Passkeys passkeys, Sessions sessions, TimeProvider clock)
    {
        if (await accounts.FindAsync(caller.Person) is not { } account)
        {
            return Problems.Result(AccessProblems.NotPerson);
        }

        var (passkey, operation, refusal) = await passkeys.ReadNewAsync(http, account, body.Value);
        if (passkey is null)
        {
            return Problems.Result(refusal!);
        }

        var add = new AddPasskey(Passkeys.IdOf(passkey), body.Value.Name.Trim(), Guid.NewGuid().ToString("N"));
        if ((await sessions.AskAsync(caller.Person!.Value, add, http.RequestAborted, operation)).Refusal is { } refused)
        {
            return Problems.Result(Once(refused));
        }

        await passkeys.KeepAsync(account, passkey);
        return Lists.Ok(new PasskeyView(add.Passkey, add.Name, clock.GetUtcNow(), null));
    }

    private static async Task<IResult> RenameAsync(HttpContext http, PasskeyId id, Body<PasskeyName> body, Asking asking, Commands commands)
        => asking.Caller.Person is { } person ? await commands.RunAsync(http, commands.Grains.Person(person), new RenamePasskey(id, body.Value.Name.Trim()), asking) : Problems.Result(AccessProblems.NotPerson);

    private static async Task<IResult> RemoveAsync(HttpContext http, PasskeyId id, Asking asking, Commands commands, Accounts accounts, Passkeys passkeys, IRows rows)
    {
        if (await accounts.FindAsync(asking.Caller.Person) is not { } account)
        {
            return Problems.Result(AccessProblems.NotPerson);
        }

        var thing = commands.Grains.Person(asking.Caller.Person!.Value);
        var answer = await commands.AskAsync(thing, new RemovePasskey(id), asking, http.RequestAborted);
        if (answer.Refusal is null)
        {
            await passkeys.KeepOnlyAsync(account, (await OfAsync(rows, asking.Caller.Person.Value, http.RequestAborted)).Select(one => one.Id));
        }

        return Commands.ToHttp(http, thing.Stream, answer);
    }

    /// <summary>A locked account is not asked for: nobody guesses a passkey, and whoever tries passwords must not keep its owner out.</summary>
    private static async Task<IResult> EnterAsync(HttpContext http, Body<PasskeyAnswer> body, Passkeys passkeys, Live.Directory directory, Sessions sessions)
    {
        var (account, passkey, operation, refusal) = await passkeys.ReadAsync(http, PasskeyQuestions.SignIn, body.Value);
        if (account is null)
        {
            return NotIn(refusal!);
        }

        var id = PersonId.Of(account.Id);
        if (await directory.PersonAsync(id, http.RequestAborted) is not { Active: true } person)
        {
            return NotIn(PersonRefusals.Inactive);
        }

        return await sessions.BeginAsync(http, id, SignInWay.Passkey, operation, passkey) is { } refused ? NotIn(Once(refused)) : Lists.Ok(SignInEndpoints.MeOf(id, person));
    }

    /// <summary>An operation that was done before is an answer that was given before.</summary>
    public static Refusal Once(Refusal refusal) => refusal.Code == "operation.reused" ? Passkeys.Used : refusal;

    private static IResult NotIn(Refusal refusal) => Problems.Result(StatusCodes.Status401Unauthorized, refusal.Code, refusal.Detail);

    private static PasskeyView View(PasskeyFacts facts) => new(facts.Id, facts.Name, facts.AddedAt, facts.UsedAt);
}
