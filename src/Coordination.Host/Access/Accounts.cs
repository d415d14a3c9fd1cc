using Coordination.Contracts.Access;
using Coordination.Domain.Access;
using Coordination.Host.Http;
using Microsoft.AspNetCore.Identity;

namespace Coordination.Host.Access;

/// <summary>Passwords: checked, set once by a link, and the mail address by which an account is found kept like the person's.</summary>
internal sealed class Accounts(UserManager<Account> users, IPasswordHasher<Account> hasher, Lockout lockout)
{
    private static readonly Account Nobody = new() { Id = "nobody", UserName = "nobody" };
    private static string? _nobodysHash;

    /// <summary>The account of a person; null for a machine.</summary>
    public async Task<Account?> FindAsync(PersonId? id) => id is { } person ? await users.FindByIdAsync(person.Value) : null;

    public async Task<bool> HasPasswordAsync(PersonId id) => await users.FindByIdAsync(id.Value) is { PasswordHash: not null };

    /// <summary>Checks a password. Whether the address is unknown, the password wrong or the account shut takes the same time and says the same.</summary>
    public async Task<PasswordCheck> CheckAsync(HttpContext http, string mail, string password)
    {
        var account = await users.FindByNameAsync(mail);
        if (account?.PasswordHash is null)
        {
            _nobodysHash ??= hasher.HashPassword(Nobody, "a password that nobody has");
            hasher.VerifyHashedPassword(Nobody, _nobodysHash, password);
            return new(null, false, false);
        }

        if (await lockout.IsShutAsync(http, account))
        {
            hasher.VerifyHashedPassword(account, account.PasswordHash, password);
            // Journalled once, when it began: whoever keeps hammering at a locked door must not fill the journal.
            return new(null, false, false);
        }

        if (await users.CheckPasswordAsync(account, password))
        {
            return new(account, true, false);
        }

        return new(account, false, await lockout.WrongAsync(http, account));
    }

    /// <summary>Sets the first password.</summary>
    /// <returns>Why it is not good enough, or null.</returns>
    public async Task<string?> SetFirstAsync(PersonId id, string mail, string password)
    {
        var account = await users.FindByIdAsync(id.Value);
        if (account is null)
        {
            account = new Account { Id = id.Value, UserName = mail, Email = mail };
            return Why(await users.CreateAsync(account, password));
        }

        return Why(await users.AddPasswordAsync(account, password));
    }

    /// <summary>Deletes the account with all that belongs to it. True if there was one.</summary>
    public async Task<bool> EraseAsync(PersonId id)
    {
        if (await users.FindByIdAsync(id.Value) is not { } account)
        {
            return false;
        }

        Demand(await users.DeleteAsync(account), account.Id);
        return true;
    }

    /// <summary>The rules for passwords alone, before anything is recorded.</summary>
    public async Task<string?> RefuseAsync(string password)
    {
        foreach (var validator in users.PasswordValidators)
        {
            if (Why(await validator.ValidateAsync(users, Nobody, password)) is { } why)
            {
                return why;
            }
        }

        return password.Length > 200 ? "A password has at most 200 characters."
            : CommonPasswords.Contains(password) ? "This password is one of those that many people have used, and that are tried first. Choose another."
            : null;
    }

    /// <summary>The person has another address, or may no longer sign in: sessions that are open end.</summary>
    public async Task FollowAsync(PersonId id, PersonFacts facts)
    {
        if (await users.FindByIdAsync(id.Value) is { } account && (account.UserName != facts.Mail || !facts.Active))
        {
            account.UserName = facts.Mail;
            account.Email = facts.Mail;
            Demand(await users.UpdateAsync(account), account.Id);
            await users.UpdateSecurityStampAsync(account);
        }
    }

    /// <summary>An account that somebody else has written meanwhile is a result and no exception to Identity; passed over, what was not kept would be told as done.</summary>
    /// <exception cref="RequestRefusedException">Something else was written of it at the same moment.</exception>
    /// <exception cref="InvalidOperationException">It was not kept.</exception>
    public static void Demand(IdentityResult result, string id)
    {
        if (result.Errors.Any(static error => error.Code == nameof(IdentityErrorDescriber.ConcurrencyFailure)))
        {
            throw new RequestRefusedException(AccessProblems.AccountChanged);
        }

        if (!result.Succeeded)
        {
            throw new InvalidOperationException($"The account of person {id} could not be kept: {string.Join(' ', result.Errors.Select(error => error.Code))}.");
        }
    }

    private static string? Why(IdentityResult result) => result.Succeeded ? null : string.Join(' ', result.Errors.Select(error => error.Description));
}

/// <summary>What became of a password.</summary>
/// <param name="Account">Null: nobody, or shut already.</param>
/// <param name="LockedNow">This attempt shut it for where it came from.</param>
internal sealed record PasswordCheck(Account? Account, bool Passed, bool LockedNow);
