using Coordination.Contracts.Access;
using Coordination.Contracts;
using Coordination.Domain.Access;
using Coordination.Host.Http;

namespace Coordination.Host.Access;

/// <summary>Signing in and out, and who one is.</summary>
internal static class SignInEndpoints
{
    public static void MapSignIn(this IEndpointRouteBuilder routes)
    {
        routes.MapPost(Routes.SignIn, (Delegate)EnterAsync).Produces<Me>().ProducesProblem(401).AllowAnonymous().WithTags("Access");
        routes.MapPost(Routes.SignOut, SignOutAsync).Produces<SignedOut>().WithTags("Access");
        routes.MapGet(Routes.Me, MeAsync).Produces<Me>().ProducesProblem(401).WithTags("Access");
    }

    private static async Task<IResult> EnterAsync(HttpContext http, Body<SignInRequest> body, Accounts accounts, SecondFactors factors, Live.Directory directory, Sessions sessions)
    {
        var check = body.Value.Password.Length > 200 || body.Value.Mail.Length > 254 ? new(null, false, false) : await accounts.CheckAsync(http, body.Value.Mail.Trim(), body.Value.Password);
        if (check.Account is not { } account)
        {
            return Refused();
        }

        var id = PersonId.Of(account.Id);
        var person = await directory.PersonAsync(id, http.RequestAborted);
        var way = SignInWay.Password;
        if (check.Passed && person is { Active: true } && await factors.IsEnabledAsync(account))
        {
            if (string.IsNullOrWhiteSpace(body.Value.Code))
            {
                return Problems.Result(StatusCodes.Status401Unauthorized, "sign-in.code-needed", "Enter the code that your device shows, or a recovery code.");
            }

            check = await factors.CheckAsync(http, account, body.Value.Code);
            if (!check.Passed)
            {
                await sessions.FailedAsync(id, check.LockedNow, http.RequestAborted);
                return Problems.Result(StatusCodes.Status401Unauthorized, "sign-in.code-wrong", "This code is wrong, or was used already. Wait for the next one.");
            }

            way = SignInWay.PasswordAndCode;
        }

        if (!check.Passed || person is not { Active: true })
        {
            await sessions.FailedAsync(id, check.LockedNow, http.RequestAborted);
            return Refused();
        }

        return await sessions.BeginAsync(http, id, way) is { } refusal ? Problems.Result(refusal) : Lists.Ok(MeOf(id, person));
    }

    private static async Task<IResult> SignOutAsync(HttpContext http, Sessions sessions, Composition.OpenIdOptions openId)
    {
        await sessions.EndAsync(http);
        return Lists.Ok(new SignedOut(openId.IsOn ? OpenId.OpenIdScheme.SignOutPath : null));
    }

    private static async Task<IResult> MeAsync(Caller caller, Live.Directory directory, CancellationToken cancellationToken)
        => caller.Person is { } id && await directory.PersonAsync(id, cancellationToken) is { } person
            ? Lists.Ok(MeOf(id, person))
            : caller.Role is { } role
                ? Lists.Ok(new Me(new(PersonId.Of(caller.Actor.Value[(caller.Actor.Value.IndexOf('/', StringComparison.Ordinal) + 1)..]), $"token {caller.Actor.Value}"), role, "", Rights.Of(caller.Viewer), caller.Viewer.Institution))
                : Problems.Result(AccessProblems.Forbidden);

    /// <summary>What the console of this person needs to know.</summary>
    internal static Me MeOf(PersonId id, PersonFacts person) => new(new(id, person.Name), person.Role, person.Mail, Rights.Of(person.ViewerOf(id)), person.ViewerOf(id).Institution);

    private static IResult Refused() => Problems.Result(
        StatusCodes.Status401Unauthorized,
        "sign-in.refused",
        "Mail address or password is wrong, or too many were: after five wrong passwords none is taken from where they came for fifteen minutes.");
}
