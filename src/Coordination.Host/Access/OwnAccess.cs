using Coordination.Contracts;
using Coordination.Contracts.Access;
using Coordination.Contracts.Incidents;
using Coordination.Domain.Access;
using Coordination.Domain.Journal;
using Coordination.Grains.Journal;
using Coordination.Host.Http;
using Microsoft.AspNetCore.Identity;

namespace Coordination.Host.Access;

/// <summary>What a person changes of their own second factor. All of it is <see cref="Dangerous"/>, and stands in their journal.</summary>
internal static class OwnAccess
{
    private static readonly Refusal CodeWrong = new(RefusalKind.Invalid, "second-factor.code-wrong", "The code does not fit. See that the device's clock is right, and enter the code that it shows now.", "code");
    private static readonly Refusal On = new(RefusalKind.Conflict, "second-factor.on", "A second factor is on already. Remove it first.");
    private static readonly Refusal Off = new(RefusalKind.Conflict, "second-factor.off", "There is no second factor yet.");

    public static void MapOwnAccess(this IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup("").WithTags("Access");
        group.MapGet(Routes.SecondFactor, async (Caller caller, Accounts accounts, SecondFactors factors) => await accounts.FindAsync(caller.Person) is not { } account
                ? Problems.Result(AccessProblems.NotPerson) : Lists.Ok(new SecondFactorView(await factors.IsEnabledAsync(account), await factors.CodesLeftAsync(account))))
            .Produces<SecondFactorView>().ProducesProblem(403);
        group.MapPost(Routes.SecondFactor, BeginAsync).Produces<SecondFactorBegun>().ProducesProblem(403).ProducesProblem(409);
        group.MapPost(Routes.SecondFactor + "/confirm", ConfirmAsync).Produces<RecoveryCodes>().ProducesProblem(400).ProducesProblem(403).ProducesProblem(409);
        group.MapPost(Routes.SecondFactor + "/remove", RemoveAsync).Produces<CommandAnswer>().ProducesProblem(403).ProducesProblem(409);
        group.MapPost(Routes.RecoveryCodes, NewCodesAsync).Produces<RecoveryCodes>().ProducesProblem(403).ProducesProblem(409);
    }

    private static async Task<IResult> BeginAsync(HttpContext http, Asking asking, Accounts accounts, SecondFactors factors, Sessions sessions)
    {
        if (await accounts.FindAsync(asking.Caller.Person) is not { } account)
        {
            return Problems.Result(AccessProblems.NotPerson);
        }

        if (await factors.IsEnabledAsync(account))
        {
            return Problems.Result(On);
        }

        var key = await factors.BeginAsync(account);
        await sessions.GoOnAsync(http);
        return Lists.Ok(new SecondFactorBegun(key, SecondFactors.UriOf(account.Email ?? "", key)));
    }

    private static async Task<IResult> ConfirmAsync(HttpContext http, Body<SecondFactorCode> body, Asking asking, Accounts accounts, SecondFactors factors, Sessions sessions, Commands commands)
    {
        if (await accounts.FindAsync(asking.Caller.Person) is not { } account)
        {
            return Problems.Result(AccessProblems.NotPerson);
        }

        if (await factors.IsEnabledAsync(account))
        {
            return Problems.Result(On);
        }

        if (await factors.ConfirmAsync(account, body.Value.Code) is not { } codes)
        {
            return Problems.Result(CodeWrong);
        }

        await sessions.GoOnAsync(http);
        await RecordAsync(http, commands, asking, new RecordSecondFactor(true));
        return Lists.Ok(new RecoveryCodes(codes));
    }

    private static async Task<IResult> RemoveAsync(HttpContext http, Asking asking, Accounts accounts, SecondFactors factors, Sessions sessions, Commands commands)
    {
        if (await accounts.FindAsync(asking.Caller.Person) is not { } account)
        {
            return Problems.Result(AccessProblems.NotPerson);
        }

        if (!await factors.IsEnabledAsync(account))
        {
            return Problems.Result(Off);
        }

        await factors.RemoveAsync(account);
        await sessions.GoOnAsync(http);
        return await RecordAsync(http, commands, asking, new RecordSecondFactor(false));
    }

    private static async Task<IResult> NewCodesAsync(HttpContext http, Asking asking, Accounts accounts, SecondFactors factors, Sessions sessions, Commands commands)
    {
        if (await accounts.FindAsync(asking.Caller.Person) is not { } account)
        {
            return Problems.Result(AccessProblems.NotPerson);
        }

        if (!await factors.IsEnabledAsync(account))
        {
            return Problems.Result(Off);
        }

        var codes = await factors.NewCodesAsync(account);
        await sessions.GoOnAsync(http);
        await RecordAsync(http, commands, asking, new RecordRecoveryCodes());
        return Lists.Ok(new RecoveryCodes(codes));
    }

    private static async Task<IResult> RecordAsync(HttpContext http, Commands commands, Asking asking, PersonCommand command)
    {
        var thing = commands.Grains.Person(asking.Caller.Person!.Value);
        return Commands.ToHttp(http, thing.Stream, await commands.AskAsync(thing, command, asking, http.RequestAborted));
    }
}
