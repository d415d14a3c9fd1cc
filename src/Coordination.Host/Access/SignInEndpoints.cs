using System.Security.Claims;
using Coordination.Contracts.Access;
using Coordination.Contracts;
using Coordination.Domain.Access;
using Coordination.Domain.Journal;
using Coordination.Grains.Journal;
using Coordination.Host.Http;
using Coordination.Storage.Journal;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Identity;

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

    private static async Task<IResult> EnterAsync(HttpContext http, Body<SignInRequest> body, Accounts accounts, SecondFactors factors, Live.Directory directory, Commands commands)
    {
        var check = body.Value.Password.Length > 200 || body.Value.Mail.Length > 254 ? new(null, false, false) : await accounts.CheckAsync(http, body.Value.Mail.Trim(), body.Value.Password);
        if (check.Account is not { } account)
        {
            return Refused();
        }

        var id = PersonId.Of(account.Id);
        var person = await directory.PersonAsync(id, http.RequestAborted);
        if (check.Passed && person is { Active: true } && await factors.IsEnabledAsync(account))
        {
            if (string.IsNullOrWhiteSpace(body.Value.Code))
            {
                return Problems.Result(StatusCodes.Status401Unauthorized, "sign-in.code-needed", "Enter the code that your device shows, or a recovery code.");
            }

            check = await factors.CheckAsync(http, account, body.Value.Code);
            if (!check.Passed)
            {
                await RecordAsync(commands, id, false, check.LockedNow, http.RequestAborted);
                return Problems.Result(StatusCodes.Status401Unauthorized, "sign-in.code-wrong", "This code is wrong, or was used already. Wait for the next one.");
            }
        }

        var passed = check.Passed && person is { Active: true };
        await RecordAsync(commands, id, passed, check.LockedNow, http.RequestAborted);
        if (!passed)
        {
            return Refused();
        }

        await SignInAsync(http, id);
        return Lists.Ok(MeOf(id, person!));
    }

    private static async Task<IResult> SignOutAsync(HttpContext http, Composition.OpenIdOptions openId)
    {
        await http.SignOutAsync(IdentityConstants.ApplicationScheme);
        return Lists.Ok(new SignedOut(openId.IsOn ? OpenId.OpenIdScheme.SignOutPath : null));
    }

    private static async Task<IResult> MeAsync(Caller caller, Live.Directory directory, CancellationToken cancellationToken)
        => caller.Person is { } id && await directory.PersonAsync(id, cancellationToken) is { } person
            ? Lists.Ok(MeOf(id, person))
            : caller.Role is { } role
                ? Lists.Ok(new Me(new(PersonId.Of(caller.Actor.Value[(caller.Actor.Value.IndexOf('/', StringComparison.Ordinal) + 1)..]), $"token {caller.Actor.Value}"), role, "", Rights.Of(caller.Viewer)))
                : Problems.Result(AccessProblems.Forbidden);

    /// <summary>What the console of this person needs to know.</summary>
    internal static Me MeOf(PersonId id, PersonFacts person) => new(new(id, person.Name), person.Role, person.Mail, Rights.Of(person.ViewerOf(id)));

    /// <summary>Gives the browser its cookie. What the person may do is read anew with each request, so only who it is stands in it.</summary>
    internal static async Task SignInAsync(HttpContext http, PersonId id)
    {
        var users = http.RequestServices.GetRequiredService<UserManager<Account>>();
        var account = await users.FindByIdAsync(id.Value) ?? throw new InvalidOperationException($"Person {id} has no account.");
        var identity = new ClaimsIdentity(
            [
                new(CookieClaims.Account, id.Value),
                new(CookieClaims.Stamp, await users.GetSecurityStampAsync(account)),
                new(CookieClaims.Begun, Microseconds.Of(http.RequestServices.GetRequiredService<TimeProvider>().GetUtcNow()).ToString(System.Globalization.CultureInfo.InvariantCulture)),
            ],
            IdentityConstants.ApplicationScheme);
        await http.RequestServices.GetRequiredService<Lockout>().EnteredAsync(http, account);
        await http.SignInAsync(IdentityConstants.ApplicationScheme, new(identity), new AuthenticationProperties { IsPersistent = true });
    }

    private static IResult Refused() => Problems.Result(
        StatusCodes.Status401Unauthorized,
        "sign-in.refused",
        "Mail address or password is wrong, or too many were: after five wrong passwords none is taken from where they came for fifteen minutes.");

    private static async Task RecordAsync(Commands commands, PersonId id, bool passed, bool locked, CancellationToken cancellationToken)
    {
        var operation = new Operation { Id = Guid.NewGuid().ToString("N"), Actor = Actor.Person(id).Value, Command = Domain.DomainJson.Write<PersonCommand>(new RecordSignIn(passed, locked)) };
        await commands.AskAsync(new StreamId("person", id.Value), operation, cancellationToken);
    }
}
