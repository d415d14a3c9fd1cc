using System.Security.Cryptography;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Identity.EntityFrameworkCore;

namespace Coordination.Host.Access;

/// <summary>Accounts as Identity keeps them, with the keys of second factors and the recovery codes encrypted: a copy of the database alone makes no code.</summary>
internal sealed class AccountStore(AccountDatabase context, IDataProtectionProvider protection, IdentityErrorDescriber describer) : UserOnlyStore<Account, AccountDatabase>(context, describer)
{
    private readonly IDataProtector _protector = protection.CreateProtector("Coordination.AccountToken.v1");

    public override Task SetTokenAsync(Account user, string loginProvider, string name, string? value, CancellationToken cancellationToken)
        => base.SetTokenAsync(user, loginProvider, name, value is null ? null : _protector.Protect(value), cancellationToken);

    public override async Task<string?> GetTokenAsync(Account user, string loginProvider, string name, CancellationToken cancellationToken)
    {
        try
        {
            return await base.GetTokenAsync(user, loginProvider, name, cancellationToken) is { } kept ? _protector.Unprotect(kept) : null;
        }
        catch (CryptographicException)
        {
            // Of another installation's keys: as good as none. The person's administrator resets it.
            return null;
        }
    }
}
