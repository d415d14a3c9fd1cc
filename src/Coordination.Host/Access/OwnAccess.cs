using Coordination.Contracts;
using Coordination.Contracts.Access;
using Coordination.Contracts.Incidents;
using Coordination.Domain.Access;
using Coordination.Domain.Journal;
using Coordination.Grains.Journal;
using Coordination.Host.Http;
using Microsoft.AspNetCore.Identity;

namespace Coordination.Host.Access;

/// <summary>What a person changes of their own access. What is dangerous asks for the password again; all of it stands in their journal.</summary>
internal static class OwnAccess
{
    private static readonly Refusal NotPerson = new(RefusalKind.Forbidden, "access.person-needed", "Only a person has a second factor. Sign in.");
    private static readonly Refusal PasswordWrong = new(RefusalKind.Forbidden, "access.password-wrong", "The password is wrong, or too many were: then wait fifteen minutes.", "password");
    private static readonly Refusal CodeWrong = new(RefusalKind.Invalid, "second-factor.code-wrong", "The code does not fit. See that the device's clock is right, and enter the code that it shows now.", "code");
    private static readonly Refusal On = new(RefusalKind.Conflict, "second-factor.on", "A second factor is on already. Remove it first.");
    private static readonly Refusal Off = new(RefusalKind.Conflict, "second-factor.off", "There is no second factor yet.");

    public static void MapOwnAccess(this IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup("").WithTags("Access");
        group.MapGet(Routes.SecondFactor, async (Caller caller, Accounts accounts, SecondFactors factors) => await accounts.FindAsync(caller.Person) is not { } account
                ? Problems.Result(NotPerson) : Lists.Ok(new SecondFactorView(await factors.IsEnabledAsync(account), await factors.CodesLeftAsync(account))))
            .Produces<SecondFactorView>().ProducesProblem(403);
        group.MapPost(Routes.SecondFactor, BeginAsync).Produces<SecondFactorBegun>().ProducesProblem(403).ProducesProblem(409);
        group.MapPost(Routes.SecondFactor + "/confirm", ConfirmAsync).Produces<RecoveryCodes>().ProducesProblem(400).ProducesProblem(403).ProducesProblem(409);
        group.MapPost(Routes.SecondFactor + "/remove", RemoveAsync).Produces<CommandAnswer>().ProducesProblem(403).ProducesProblem(409);
        group.MapPost(Routes.RecoveryCodes, NewCodesAsync).Produces<RecoveryCodes>().ProducesProblem(403).ProducesProblem(409);
        group.MapPost(Routes.EndSessions, EndSessionsAsync).Produces<CommandAnswer>().ProducesProblem(403);
    }

    private static Task<IResult> BeginAsync(HttpContext http, Body<PasswordAgain> body, Asking asking, Accounts accounts, SecondFactors factors)
        => AgainAsync(http, asking, accounts, body.Value.Password, async account =>
        {
            if (await factors.IsEnabledAsync(account))
            {
                return Problems.Result(On);
            }

            var key = await factors.BeginAsync(account);
            return Lists.Ok(new SecondFactorBegun(key, SecondFactors.UriOf(account.Email ?? "", key)));
        });

    private static async Task<IResult> ConfirmAsync(HttpContext http, Body<SecondFactorCode> body, Asking asking, Accounts accounts, SecondFactors factors, Commands commands)
    {
        if (await accounts.FindAsync(asking.Caller.Person) is not { } account)
        {
            return Problems.Result(NotPerson);
        }

        if (await factors.IsEnabledAsync(account))
        {
            return Problems.Result(On);
        }

        if (await factors.ConfirmAsync(account, body.Value.Code) is not { } codes)
        {
            return Problems.Result(CodeWrong);
        }

        await RecordAsync(http, commands, asking, new RecordSecondFactor(true));
        return Lists.Ok(new RecoveryCodes(codes));
    }

    private static Task<IResult> RemoveAsync(HttpContext http, Body<PasswordAgain> body, Asking asking, Accounts accounts, SecondFactors factors, Commands commands)
        => AgainAsync(http, asking, accounts, body.Value.Password, async account =>
        {
            if (!await factors.IsEnabledAsync(account))
            {
                return Problems.Result(Off);
            }

            await factors.RemoveAsync(account);
            return await RecordAsync(http, commands, asking, new RecordSecondFactor(false));
        });

    private static Task<IResult> NewCodesAsync(HttpContext http, Body<PasswordAgain> body, Asking asking, Accounts accounts, SecondFactors factors, Commands commands)
        => AgainAsync(http, asking, accounts, body.Value.Password, async account =>
        {
            if (!await factors.IsEnabledAsync(account))
            {
                return Problems.Result(Off);
            }

            var codes = await factors.NewCodesAsync(account);
            await RecordAsync(http, commands, asking, new RecordRecoveryCodes());
            return Lists.Ok(new RecoveryCodes(codes));
        });

    /// <summary>Every session ends, this one too; who asked is given another.</summary>
    private static async Task<IResult> EndSessionsAsync(HttpContext http, Asking asking, Commands commands)
    {
        if (asking.Caller.Person is not { } person)
        {
            return Problems.Result(NotPerson);
        }

        var answer = await RecordAsync(http, commands, asking, new EndSessions());
        await SignInEndpoints.SignInAsync(http, person);
        return answer;
    }

    private static async Task<IResult> AgainAsync(HttpContext http, Asking asking, Accounts accounts, string password, Func<Account, Task<IResult>> then)
        => await accounts.FindAsync(asking.Caller.Person) is not { } account ? Problems.Result(NotPerson)
            : password.Length > 200 || !await accounts.IsAgainAsync(http, account, password) ? Problems.Result(PasswordWrong)
            : await then(account);

    private static async Task<IResult> RecordAsync(HttpContext http, Commands commands, Asking asking, PersonCommand command)
    {
        var thing = commands.Grains.Person(asking.Caller.Person!.Value);
        return Commands.ToHttp(http, thing.Stream, await commands.AskAsync(thing, command, asking, http.RequestAborted));
    }
}
