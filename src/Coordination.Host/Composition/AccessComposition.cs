using Coordination.Grains.Live;
using Coordination.Host.Access;
using Coordination.Host.Partners;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.DataProtection.KeyManagement;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Options;

namespace Coordination.Host.Composition;

/// <summary>Joins sign-in: passwords and cookies for people, tokens for machines, and nothing for anyone else.</summary>
internal static class AccessComposition
{
    /// <summary>Chooses between cookie and token.</summary>
    private const string Either = "either";

    public static void AddAccess(this WebApplicationBuilder builder)
    {
        var services = builder.Services;
        services.AddDataProtection().SetApplicationName("Coordination");
        services.AddSingleton<SessionKeys>();
        services.AddOptions<KeyManagementOptions>().Configure<SessionKeys>(static (options, keys) => options.XmlRepository = keys);
        services.AddDbContext<AccountDatabase>(static (all, context) => AccountDatabase.Connect(context, all.GetRequiredService<IOptions<CoordinationOptions>>().Value));
        services.AddIdentityCore<Account>(static options =>
        {
            options.Password = new() { RequiredLength = 12, RequireDigit = false, RequireLowercase = false, RequireUppercase = false, RequireNonAlphanumeric = false, RequiredUniqueChars = 4 };
            options.Lockout = new() { MaxFailedAccessAttempts = Lockout.FromStrangers, DefaultLockoutTimeSpan = Lockout.For, AllowedForNewUsers = true };
            // A user's name is their mail address; which ones are addresses is decided by the domain.
            options.User.AllowedUserNameCharacters = "";
        }).AddUserStore<AccountStore>().AddTokenProvider<AuthenticatorTokenProvider<Account>>(TokenOptions.DefaultAuthenticatorProvider);
        services.AddAuthentication(Either)
            .AddPolicyScheme(Either, null, static options => options.ForwardDefaultSelector = static http => TokenHandler.IsMeant(http.Request) ? TokenHandler.SchemeName : IdentityConstants.ApplicationScheme)
            .AddCookie(IdentityConstants.ApplicationScheme)
            .AddScheme<AuthenticationSchemeOptions, TokenHandler>(TokenHandler.SchemeName, null);
        services.AddOptions<CookieAuthenticationOptions>(IdentityConstants.ApplicationScheme).Configure<PublicAddress>(CookieSession.Configure);
        services.AddAuthorization(AccessPolicies.Add);
        services.AddSingleton<Guessing>();
        services.AddSingleton<TokenCache>();
        services.AddSingleton<ITailListener>(static all => all.GetRequiredService<TokenCache>());
        services.AddSingleton<PartnerStandings>();
        services.AddSingleton<TokenUses>();
        services.AddHostedService(static all => all.GetRequiredService<TokenUses>());
        services.AddSingleton<SetupLinks>();
        services.AddSingleton<SetupTurn>();
        services.AddSingleton<KnownDevices>();
        services.AddScoped<Lockout>();
        services.AddSingleton<SessionCache>();
        services.AddSingleton<ITailListener>(static all => all.GetRequiredService<SessionCache>());
        services.AddSingleton<RelyingParty>();
        services.AddSingleton<PasskeyQuestions>();
        services.AddOptions<IdentityPasskeyOptions>().Configure<RelyingParty>(RelyingParty.Configure);
        services.AddScoped<IPasskeyHandler<Account>, PasskeyHandler<Account>>();
        services.AddScoped<Passkeys>();
        services.AddScoped<SeenSessions>();
        services.AddScoped<Sessions>();
        services.AddScoped<Accounts>();
        services.AddSingleton<Grains.Retention.IAccountRecords, AccountRecords>();
        services.AddScoped<SecondFactors>();
        services.AddScoped<Administrators>();
        builder.Logging.AddFilter("Microsoft.EntityFrameworkCore", LogLevel.Warning);
        // Says at each start that keys are not encrypted at rest: it does not know that what keeps them encrypts them.
        builder.Logging.AddFilter("Microsoft.AspNetCore.DataProtection", LogLevel.Error);
    }
}
