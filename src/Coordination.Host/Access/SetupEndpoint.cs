using Coordination.Contracts;
using Coordination.Contracts.Access;
using Coordination.Domain.Access;
using Coordination.Domain.Journal;
using Coordination.Grains.Journal;
using Coordination.Host.Http;

namespace Coordination.Host.Access;

/// <summary>Sets a first password with a one-time link, and signs in.</summary>
internal static class SetupEndpoint
{
    private static readonly Refusal LinkInvalid = new(RefusalKind.Invalid, "setup.link-invalid", "This link is not valid, or no longer. Ask an administrator for a new one; for the first administrator, start the server again.", "token");
    private static readonly Refusal LinkUsed = new(RefusalKind.Conflict, "setup.link-used", "This link has been used. Sign in with your password.");
    private static readonly Refusal MailDiffers = new(RefusalKind.Invalid, "setup.mail-differs", "Give the mail address for which the link was made.", "mail");

    public static void MapSetup(this IEndpointRouteBuilder routes)
        => routes.MapPost(Routes.Setup, SetUpAsync).Produces<Me>().ProducesProblem(400).ProducesProblem(409).AllowAnonymous().WithTags("Access");

    private static async Task<IResult> SetUpAsync(
        HttpContext http, Body<SetupRequest> body, SetupLinks links, SetupTurn turn, Accounts accounts, Administrators administrators, IRows rows, Commands commands, Sessions sessions)
    {
        var request = body.Value;
        if (!links.TryRead(request.Token, out var invitation))
        {
            return Problems.Result(LinkInvalid);
        }

        if (await accounts.RefuseAsync(request.Password) is { } weak)
        {
            return Problems.Result(new Refusal(RefusalKind.Invalid, "setup.password-weak", weak, "password"));
        }

        // One at a time: two uses of one link, or of two links for the first administrator, must not both find the door open.
        await using var mine = await turn.TakeAsync(http.RequestAborted);
        if (await accounts.HasPasswordAsync(invitation.Person) || (invitation.First && await administrators.AnyAsync(http.RequestAborted)))
        {
            return Problems.Result(LinkUsed);
        }

        var known = await rows.FindAsync(PersonKind.Table, invitation.Person.Value, http.RequestAborted);
        if (known is null && !invitation.First)
        {
            return Problems.Result(LinkInvalid);
        }

        if (known is { Value.Provider: not null })
        {
            return Problems.Result(PersonRefusals.ComesByProvider);
        }

        var mail = request.Mail.Trim();
        if (known is { Value: var invited } && !invitation.First && (!string.Equals(invited.Mail, mail, StringComparison.OrdinalIgnoreCase) || !invited.Active))
        {
            return Problems.Result(MailDiffers);
        }

        var name = request.Name.Trim();
        var facts = invitation.First ? new PersonFacts(name, mail, Role.Administrator, Cases: request.Cases) : known!.Value with { Name = name.Length == 0 ? known.Value.Name : name };
        PersonCommand command = known is null ? new AddPerson(facts) : new ChangePerson(facts);
        var asking = new Asking(new Caller(Actor.Person(invitation.Person), invitation.Person, facts.Role, null), $"setup-{Guid.NewGuid():N}", null);
        var answer = await commands.AskAsync(commands.Grains.Person(invitation.Person), command, asking, http.RequestAborted);
        if (answer.Refusal is { } refusal)
        {
            return Problems.Result(PeopleEndpoints.Mail(refusal));
        }

        if (await accounts.SetFirstAsync(invitation.Person, facts.Mail, request.Password) is { } why)
        {
            return Problems.Result(new Refusal(RefusalKind.Invalid, "setup.password-weak", why, "password"));
        }

        return await sessions.BeginAsync(http, invitation.Person, SignInWay.Invitation) is { } notBegun ? Problems.Result(notBegun)
            : Lists.Ok(SignInEndpoints.MeOf(invitation.Person, facts));
    }
}

/// <summary>Whether anyone can administer the system.</summary>
internal sealed class Administrators(IRows rows, Accounts accounts, Composition.OpenIdOptions openId, TimeProvider clock)
{
    /// <summary>Every process of an empty system invites the same person, so that of several invitations one can be taken up.</summary>
    private static readonly PersonId First = PersonId.Of("first-administrator");

    public async Task<bool> AnyAsync(CancellationToken cancellationToken) => (await FindAsync(cancellationToken)).Any;

    /// <summary>Whom to invite: null if one can sign in; otherwise one who has been added but has no password yet, or someone new.</summary>
    public async Task<PersonId?> WhoCouldBeAsync(CancellationToken cancellationToken)
    {
        var (any, without) = await FindAsync(cancellationToken);
        return any ? null
            : without ?? (await rows.FindAsync(PersonKind.Table, First.Value, cancellationToken) is null ? First : Id.New<PersonId>(clock.GetUtcNow()));
    }

    private async Task<(bool Any, PersonId? WithoutPassword)> FindAsync(CancellationToken cancellationToken)
    {
        PersonId? without = null;
        string? cursor = null;
        do
        {
            var page = await rows.ListAsync(PersonKind.Table, new RowQuery(Limit: 1_000, After: cursor), cancellationToken);
            foreach (var row in page.Rows.Where(row => row.Value is { Role: Role.Administrator, Active: true }))
            {
                // Who comes by a provider can sign in as long as there is one, and cannot be invited.
                if (row.Value.Provider is not null)
                {
                    if (openId.IsOn)
                    {
                        return (true, null);
                    }

                    continue;
                }

                if (await accounts.HasPasswordAsync(PersonId.Of(row.Id)))
                {
                    return (true, null);
                }

                without ??= PersonId.Of(row.Id);
            }

            cursor = page.Next;
        }
        while (cursor is not null);

        return (false, without);
    }
}
