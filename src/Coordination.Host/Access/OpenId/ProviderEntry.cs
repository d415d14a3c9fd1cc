using System.Security.Claims;
using Coordination.Contracts;
using Coordination.Contracts.Access;
using Coordination.Contracts.Institutions;
using Coordination.Domain.Access;
using Coordination.Domain.Institutions;
using Coordination.Domain.Journal;
using Coordination.Grains.Journal;
using Coordination.Host.Composition;
using Coordination.Host.Http;
using Microsoft.AspNetCore.Identity;
using PersonClaim = Coordination.Domain.Journal.Claim;

namespace Coordination.Host.Access.OpenId;

/// <summary>Who came in, or why not.</summary>
/// <param name="Session">The session that has begun, once they are in.</param>
internal readonly record struct Entered(PersonId Person, Refusal? Refusal = null, SessionId? Session = null);

/// <summary>Finds the person for whom the provider vouches, has the domain decide whether they come in, and keeps the account beside it.</summary>
internal sealed class ProviderEntry(OpenIdOptions options, UserManager<Account> users, Accounts accounts, IJournal journal, IRows rows, Live.Directory directory, Sessions sessions)
{
    private static readonly Refusal NoSubject = new(RefusalKind.Invalid, "openid.no-subject", "Your organisation's sign-in has not said who you are. Ask an administrator of this system.");

    public async Task<Entered> EnterAsync(HttpContext http, ClaimsPrincipal provider)
    {
        var cancellationToken = http.RequestAborted;
        var (issuer, subject) = (provider.FindFirstValue(ProviderClaims.Issuer), provider.FindFirstValue(ProviderClaims.Subject));
        if (issuer is not { Length: > 0 and <= 500 } || subject is not { Length: > 0 and <= 255 })
        {
            return new(default, NoSubject);
        }

        var identity = new ProviderIdentity(issuer, subject);
        var mail = VerifiedMail(provider);
        var rule = GroupMapping.Of(options.Rules, provider.FindAll(options.GroupClaim).Select(claim => claim.Value));
        var (grant, unknown) = await GrantAsync(rule, cancellationToken);
        if (unknown is not null)
        {
            return new(default, unknown);
        }

        var id = await WhoAsync(identity, mail, cancellationToken);
        var account = await users.FindByIdAsync(id.Value);
        var beginning = await sessions.PrepareAsync(http, id, SignInWay.Provider);
        var command = new EnterByProvider(identity, NameOf(provider, mail), mail, grant, options.CreatesPeople, TakenUp: account is not null, beginning.Session, beginning.Idle);
        var answer = await sessions.AskAsync(id, command, cancellationToken);
        if (answer.Refusal is { } refusal)
        {
            return new(id, refusal.Code == "claim.taken" ? ProviderRefusals.OtherIdentity : refusal);
        }

        // The browser comes back at once, sooner than this process hears of what it has just written.
        directory.Forget(id.Value);
        var facts = (await rows.FindAsync(PersonKind.Table, id.Value, cancellationToken))!.Value;
        if (!facts.Active)
        {
            await accounts.FollowAsync(id, facts);
            return new(id, ProviderRefusals.NoGroup);
        }

        await KeepAsync(account, id, facts, identity);
        return new(id, Session: beginning.Session.Id);
    }

    /// <summary>Whom the provider means: who has this identity, else whoever was invited by a verified address, else someone new, whose id follows from the identity so that two first visits at once are one person.</summary>
    private async Task<PersonId> WhoAsync(ProviderIdentity identity, string? mail, CancellationToken cancellationToken)
    {
        if (await users.FindByLoginAsync(OpenIdScheme.Name, identity.Key) is { } known)
        {
            return PersonId.Of(known.Id);
        }

        // Linked, but the process ended before the account knew.
        var linked = new PersonClaim(ProviderIdentity.ClaimKind, identity.Key);
        var invited = new PersonClaim(PersonKind.MailClaim, mail?.ToLowerInvariant() ?? "");
        var owners = await journal.FindClaimsAsync([linked, invited], cancellationToken);
        return PersonId.Of(owners.TryGetValue(linked, out var owner) || owners.TryGetValue(invited, out owner) ? owner.Key : identity.Key[..32]);
    }

    /// <summary>An account without a password: what lets in is the provider.</summary>
    private async Task KeepAsync(Account? account, PersonId id, PersonFacts facts, ProviderIdentity identity)
    {
        if (account is null)
        {
            account = new() { Id = id.Value, UserName = facts.Mail, Email = facts.Mail };
            Accounts.Demand(await users.CreateAsync(account), account.Id);
        }

        if (await users.FindByLoginAsync(OpenIdScheme.Name, identity.Key) is null)
        {
            Accounts.Demand(await users.AddLoginAsync(account, new(OpenIdScheme.Name, identity.Key, options.DisplayName)), account.Id);
        }
    }


    private async Task<(GroupGrant? Grant, Refusal? Unknown)> GrantAsync(GroupRule? rule, CancellationToken cancellationToken)
    {
        if (rule?.Institution is not { } named)
        {
            return (rule is null ? null : new(rule.Group, rule.Role, rule.Cases), null);
        }

        if (await InstitutionAsync(named, cancellationToken) is not { } institution)
        {
            return (null, new(RefusalKind.Forbidden, "openid.institution-unknown", $"Your group belongs to the institution '{named}', which is not registered here. Ask an administrator of this system to register it."));
        }

        return (new(rule.Group, rule.Role, rule.Cases, institution), null);
    }

    private async Task<InstitutionId?> InstitutionAsync(string named, CancellationToken cancellationToken)
    {
        if (InstitutionId.TryParse(named, null, out var id) && await rows.FindAsync(InstitutionKind.Table, id.Value, cancellationToken) is not null)
        {
            return id;
        }

        var found = await rows.ListAsync(InstitutionKind.Table, new RowQuery(RowFilter.Is("abbreviation", named), Limit: 2), cancellationToken);
        // Two of one abbreviation: neither is meant for certain.
        return found.Rows is [var only] ? InstitutionId.Of(only.Id) : null;
    }

    private string? VerifiedMail(ClaimsPrincipal provider)
        => provider.FindFirstValue(ProviderClaims.Mail) is { Length: > 0 } mail
            && (options.TrustsMail || string.Equals(provider.FindFirstValue(ProviderClaims.MailVerified), "true", StringComparison.OrdinalIgnoreCase))
                ? mail.Trim()
                : null;

    private static string NameOf(ClaimsPrincipal provider, string? mail)
    {
        var name = (provider.FindFirstValue(ProviderClaims.Name) ?? provider.FindFirstValue(ProviderClaims.PreferredName) ?? mail ?? "").Trim();
        return name.Length > 200 ? name[..200] : name;
    }
}
