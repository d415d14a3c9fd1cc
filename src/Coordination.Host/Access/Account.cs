using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Identity.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore;

namespace Coordination.Host.Access;

/// <summary>How a person signs in. Its id is the person's id; who the person is stands in the journal, a password never does.</summary>
internal sealed class Account : IdentityUser
{
}

/// <summary>The accounts, in the same data file as everything else. The tables are made by the numbered script <c>0002_identity.sql</c>, never by this context.</summary>
internal sealed class AccountDatabase(DbContextOptions<AccountDatabase> options) : IdentityUserContext<Account>(options)
{
    protected override void OnModelCreating(ModelBuilder builder)
    {
        base.OnModelCreating(builder);
        builder.Entity<Account>().ToTable("account");
        builder.Entity<IdentityUserClaim<string>>().ToTable("account_claim");
        builder.Entity<IdentityUserLogin<string>>().ToTable("account_login");
        builder.Entity<IdentityUserToken<string>>().ToTable("account_token");
    }
}
