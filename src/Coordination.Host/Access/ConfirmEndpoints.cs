using Coordination.Contracts;
using Coordination.Contracts.Access;
using Coordination.Domain.Access;
using Coordination.Domain.Journal;
using Coordination.Host.Http;

namespace Coordination.Host.Access;

/// <summary>Somebody who is signed in shows again who they are: see <see cref="Dangerous"/>.</summary>
internal static class ConfirmEndpoints
{
    private static readonly Refusal PasswordWrong = new(RefusalKind.Invalid, "access.password-wrong", "The password is wrong, or too many were: then wait fifteen minutes.", "password");
    private static readonly Refusal CodeNeeded = new(RefusalKind.Invalid, "sign-in.code-needed", "Enter the code that your device shows, or a recovery code.", "code");
    private static readonly Refusal CodeWrong = new(RefusalKind.Invalid, "sign-in.code-wrong", "This code is wrong, or was used already. Wait for the next one.", "code");

    public static void MapConfirm(this IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup(Routes.Confirm).WithTags("Access");
        group.MapGet("", WaysAsync).Produces<ConfirmWays>().ProducesProblem(403);
        group.MapPost("", ByPasswordAsync).ProducesProblem(400).ProducesProblem(403);
        group.MapPost("/passkey/begin", BeginAsync).Produces<PasskeyQuestion>().ProducesProblem(403).ProducesProblem(409);
        group.MapPost("/passkey", ByPasskeyAsync).ProducesProblem(400).ProducesProblem(403).ProducesProblem(409);
    }

    /// <summary>Who comes by a provider has no password here: they are sent there, and come back.</summary>
    private static async Task<IResult> WaysAsync(Caller caller, Accounts accounts, SecondFactors factors, IRows rows, Live.Directory directory, Composition.OpenIdOptions openId, CancellationToken cancellationToken)
        => await accounts.FindAsync(caller.Person) is not { } account ? Problems.Result(AccessProblems.NotPerson)
            : Lists.Ok(new ConfirmWays(
                account.PasswordHash is not null,
                await factors.IsEnabledAsync(account),
                (await PasskeyEndpoints.OfAsync(rows, caller.Person!.Value, cancellationToken)).Count > 0,
                openId.IsOn && await directory.PersonAsync(caller.Person.Value, cancellationToken) is { Provider: not null } ? new(openId.DisplayName, OpenId.OpenIdScheme.SignInPath + "?again=true") : null));

    private static async Task<IResult> ByPasswordAsync(HttpContext http, Body<ConfirmRequest> body, Caller caller, Accounts accounts, SecondFactors factors, Sessions sessions, Lockout lockout)
    {
        if (await accounts.FindAsync(caller.Person) is not { } account)
        {
            return Problems.Result(AccessProblems.NotPerson);
        }

        var (password, code) = (body.Value.Password, body.Value.Code);
        var check = password.Length > 200 ? new(null, false, false) : await accounts.CheckAsync(http, account.UserName!, password);
        if (!check.Passed)
        {
            await RecordFailureAsync(check);
            return Problems.Result(PasswordWrong);
        }

        var hasFactor = await factors.IsEnabledAsync(account);
        if (hasFactor && string.IsNullOrWhiteSpace(code))
        {
            return Problems.Result(CodeNeeded);
        }

        if (hasFactor && await factors.CheckAsync(http, account, code!) is { Passed: false } wrong)
        {
            await RecordFailureAsync(wrong);
            return Problems.Result(CodeWrong);
        }

        lockout.Forget(http, account);
        return await ConfirmAsync(http, caller, sessions, hasFactor ? SignInWay.PasswordAndCode : SignInWay.Password);

        Task RecordFailureAsync(PasswordCheck failed) => failed.Account is null ? Task.CompletedTask : sessions.FailedAsync(caller.Person!.Value, failed.LockedNow, http.RequestAborted);
    }

    private static async Task<IResult> BeginAsync(HttpContext http, Caller caller, Accounts accounts, Passkeys passkeys)
        => await accounts.FindAsync(caller.Person) is not { } account ? Problems.Result(AccessProblems.NotPerson)
            : passkeys.Refusal is { } refusal ? Problems.Result(refusal)
            : Lists.Ok(await passkeys.AskAgainAsync(http, account));

    private static async Task<IResult> ByPasskeyAsync(HttpContext http, Body<PasskeyAnswer> body, Caller caller, Passkeys passkeys, Sessions sessions)
    {
        if (caller.Person is not { } person)
        {
            return Problems.Result(AccessProblems.NotPerson);
        }

        var (account, passkey, operation, refusal) = await passkeys.ReadAsync(http, PasskeyQuestions.Confirm(person), body.Value);
        return account is null || account.Id != person.Value ? Problems.Result(refusal ?? PersonRefusals.PasskeyUnknown)
            : await ConfirmAsync(http, caller, sessions, SignInWay.Passkey, operation, passkey);
    }

    private static async Task<IResult> ConfirmAsync(HttpContext http, Caller caller, Sessions sessions, SignInWay way, string? operation = null, PasskeyId? passkey = null)
        => caller is not { Person: { } person, Session: { } session } ? Problems.Result(AccessProblems.NotPerson)
            : await sessions.ConfirmAsync(http, person, session, way, operation, passkey) is { } refusal ? Problems.Result(PasskeyEndpoints.Once(refusal))
            : Results.Json(new { }, Wire.Json);
}
