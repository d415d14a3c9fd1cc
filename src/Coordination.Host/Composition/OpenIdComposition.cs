using Coordination.Host.Access.OpenId;
using Microsoft.AspNetCore.Authentication.OpenIdConnect;
using Microsoft.Extensions.Options;

namespace Coordination.Host.Composition;

/// <summary>Joins sign-in by an outside provider, where one is configured.</summary>
internal static class OpenIdComposition
{
    public static void AddOpenId(this WebApplicationBuilder builder, OpenIdOptions options)
    {
        builder.Services.AddSingleton(static all => all.GetRequiredService<IOptions<CoordinationOptions>>().Value.OpenId);
        builder.Services.AddSingleton<IdTokenCookie>();
        if (!options.IsOn)
        {
            return;
        }

        builder.Services.AddScoped<ProviderEntry>();
        builder.Services.AddAuthentication().AddOpenIdConnect(OpenIdScheme.Name, static _ => { });
        builder.Services.AddOptions<OpenIdConnectOptions>(OpenIdScheme.Name).Configure<OpenIdOptions, PublicAddress>(OpenIdScheme.Configure);
        // What it has to say of a failure can have parts of what the provider or a browser sent; ours says what is of use (OpenIdLog).
        builder.Logging.AddFilter("Microsoft.AspNetCore.Authentication.OpenIdConnect", LogLevel.None);
    }
}
