using Coordination.Host.Composition;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Identity.EntityFrameworkCore;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;

namespace Coordination.Host.Access;

/// <summary>How a person signs in. Its id is the person's id; who the person is stands in the journal, a password never does.</summary>
internal sealed class Account : IdentityUser
{
}

/// <summary>A key that signs sessions and links, encrypted.</summary>
internal sealed class SessionKey
{
    public required string Name { get; init; }

    public required byte[] Sealed { get; init; }
}

/// <summary>The accounts, in the same database as everything else. The tables are made by numbered scripts, never by this context.</summary>
internal sealed class AccountDatabase(DbContextOptions<AccountDatabase> options) : IdentityUserContext<Account>(options)
{
    public DbSet<SessionKey> SessionKeys => Set<SessionKey>();

    /// <summary>Where it is. A server's connections may break and be made again: what is asked then is asked anew, for some seconds.</summary>
    public static void Connect(DbContextOptionsBuilder context, CoordinationOptions options)
    {
        switch (options.Database.Engine)
        {
            case DatabaseEngine.PostgreSql:
                context.UseNpgsql(options.Database.ConnectionString, static server => server.EnableRetryOnFailure(Attempts, LongestPause, null));
                break;
            case DatabaseEngine.SqlServer:
                context.UseSqlServer(options.Database.ConnectionString, static server => server.EnableRetryOnFailure(Attempts, LongestPause, null));
                break;
            default:
                context.UseSqlite(new SqliteConnectionStringBuilder { DataSource = options.DataFile, Mode = SqliteOpenMode.ReadWrite, Pooling = false, DefaultTimeout = 10 }.ToString());
                break;
        }
    }

    private const int Attempts = 5;
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(3);

    protected override void OnModelCreating(ModelBuilder builder)
    {
        base.OnModelCreating(builder);
        builder.Entity<Account>().ToTable("account");
        builder.Entity<IdentityUserClaim<string>>().ToTable("account_claim");
        builder.Entity<IdentityUserLogin<string>>().ToTable("account_login");
        builder.Entity<IdentityUserToken<string>>().ToTable("account_token");
        // Identity maps them where its options say so; not everyone who opens the database has set Identity up.
        builder.Entity<IdentityUserPasskey<string>>(passkey =>
        {
            passkey.ToTable("account_passkey").HasKey(one => one.CredentialId);
            passkey.OwnsOne(one => one.Data).ToJson();
            passkey.HasOne<Account>().WithMany().HasForeignKey(one => one.UserId).IsRequired();
        });
        builder.Entity<SessionKey>().ToTable("session_key").HasKey(key => key.Name);
    }
}
