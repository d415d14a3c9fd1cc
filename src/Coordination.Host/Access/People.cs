using Coordination.Contracts;
using Coordination.Contracts.Access;
using Coordination.Contracts.Incidents;
using Coordination.Contracts.Institutions;
using Coordination.Domain.Access;
using Coordination.Domain.Journal;
using Coordination.Grains.Journal;
using Coordination.Host.Http;

namespace Coordination.Host.Access;

/// <summary>People: everyone reads who there is (to assign work), administrators add and change them.</summary>
internal static class PeopleEndpoints
{
    public static void MapPeople(this IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup(Routes.People).WithTags("Access");
        group.MapGet("", ListAsync).Produces<Page<PersonView>>().Needs(Right.ReadRegisters);
        group.MapPost("", AddAsync).Produces<PersonInvited>().ProducesProblem(400).ProducesProblem(409).Needs(Right.ManageAccess);
        group.MapPost("/{id}/second-factor/remove", RemoveSecondFactorAsync).Produces<CommandAnswer>().ProducesProblem(404).ProducesProblem(409).Needs(Right.ManageAccess);
        group.MapPut("/{id}", ChangeAsync).Produces<CommandAnswer>().ProducesProblem(400).ProducesProblem(404).ProducesProblem(409).Needs(Right.ManageAccess);
    }

    /// <summary>For who has lost device and codes: the password alone lets them in until they set up another. What was on the device, passkeys too, lets in nobody.</summary>
    private static async Task<IResult> RemoveSecondFactorAsync(
        HttpContext http, PersonId id, Asking asking, Commands commands, Accounts accounts, SecondFactors factors, Passkeys passkeys, IRows rows)
    {
        if (await accounts.FindAsync(id) is not { } account)
        {
            return Problems.Result(PersonRefusals.Unknown);
        }

        await factors.RemoveAsync(account);
        foreach (var passkey in await PasskeyEndpoints.OfAsync(rows, id, http.RequestAborted))
        {
            await commands.AskAsync(commands.Grains.Person(id), new RemovePasskey(passkey.Id), asking with { Key = $"{asking.Key}/{passkey.Id}" }, http.RequestAborted);
        }

        await passkeys.KeepOnlyAsync(account, []);
        return await commands.RunAsync(http, commands.Grains.Person(id), new RecordSecondFactor(false), asking);
    }

    private static async Task<IResult> ListAsync(string? cursor, int? limit, IRows rows, CancellationToken cancellationToken)
    {
        var page = await Lists.PageAsync(
            () => rows.ListAsync(PersonKind.Table, new RowQuery(OrderBy: "name", Limit: Lists.Limit(limit), After: cursor), cancellationToken), cursor);
        return Lists.Ok(new Page<PersonView>([.. page.Rows.Select(row => View(PersonId.Of(row.Id), row.Version, row.Value))], page.Next));
    }

    private static async Task<IResult> AddAsync(HttpContext http, Body<PersonRequest> body, Asking asking, Commands commands, SetupLinks links)
    {
        var id = asking.NewId<PersonId>("person");
        var facts = new PersonFacts(body.Value.Name.Trim(), body.Value.Mail.Trim(), body.Value.Role, Cases: body.Value.Cases, Institution: body.Value.Institution);
        var answer = await commands.AskAsync(commands.Grains.Person(id), new AddPerson(facts), asking, http.RequestAborted);
        if (answer.Refusal is { } refusal)
        {
            return Problems.Result(Mail(refusal));
        }

        Etag.Put(http, answer.Version);
        return Lists.Ok(new PersonInvited(View(id, answer.Version, facts), links.ForPerson(id)));
    }

    private static async Task<IResult> ChangeAsync(HttpContext http, PersonId id, Body<PersonChange> body, Asking asking, Commands commands, Accounts accounts)
    {
        var facts = new PersonFacts(body.Value.Name.Trim(), body.Value.Mail.Trim(), body.Value.Role, body.Value.Active, body.Value.Cases, body.Value.Institution);
        var thing = commands.Grains.Person(id);
        var answer = await commands.AskAsync(thing, new ChangePerson(facts), asking, http.RequestAborted);
        if (answer.Refusal is { } refusal)
        {
            return Problems.Result(Mail(refusal));
        }

        await accounts.FollowAsync(id, facts);
        return Commands.ToHttp(http, thing.Stream, answer);
    }

    /// <summary>The claim that is taken is the mail address; saying so helps more than naming the claim.</summary>
    public static Refusal Mail(Refusal refusal)
        => refusal.Code == "claim.taken" ? new(RefusalKind.Conflict, "person.mail-taken", "Someone else has this mail address.", "mail") : refusal;

    public static PersonView View(PersonId id, long version, PersonFacts facts) => new(id, version, facts.Name, facts.Mail, facts.Role, facts.Active, facts.Role == Role.Administrator && facts.ViewerOf(id).Cases, facts.Institution);
}
