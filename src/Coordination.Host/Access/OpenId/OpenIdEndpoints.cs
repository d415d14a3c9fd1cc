using Coordination.Console.Access;
using Coordination.Contracts;
using Coordination.Contracts.Access;
using Coordination.Host.Composition;
using Coordination.Host.Http;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.OpenIdConnect;
using Microsoft.Extensions.Options;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;

namespace Coordination.Host.Access.OpenId;

/// <summary>The ways to the provider and back. Where it sends people back to is served by the scheme itself (<see cref="OpenIdScheme"/>).</summary>
internal static class OpenIdEndpoints
{
    private const string SignInPage = Console.ConsoleAssembly.Base + "/sign-in";

    public static void MapOpenId(this IEndpointRouteBuilder routes)
    {
        routes.MapGet(Routes.SignIn, static (OpenIdOptions options) => Lists.Ok(new WaysIn(options.IsOn ? new(options.DisplayName, OpenIdScheme.SignInPath) : null)))
            .Produces<WaysIn>().AllowAnonymous().WithTags("Access");
        var group = routes.MapGroup("").AllowAnonymous().ExcludeFromDescription()
            .AddEndpointFilter(static (context, next) => context.HttpContext.RequestServices.GetRequiredService<OpenIdOptions>().IsOn ? next(context) : new(Results.NotFound()));
        group.MapGet(OpenIdScheme.SignInPath, BeginAsync);
        group.MapGet(OpenIdScheme.SignOutPath, SignOutAsync);
    }

    /// <summary>Sends the browser to the provider, to come back to a page of the console.</summary>
    /// <param name="again">The provider is to ask who they are even if it has asked already.</param>
    private static async Task BeginAsync(HttpContext http, [Microsoft.AspNetCore.Mvc.FromQuery(Name = "return")] string? address, bool? again, IOptionsMonitor<OpenIdConnectOptions> options)
    {
        try
        {
            await KnowAsync(options, http.RequestAborted);
        }
        catch (Exception away) when (away is InvalidOperationException or HttpRequestException or IOException or OperationCanceledException && !http.RequestAborted.IsCancellationRequested)
        {
            await OpenIdEvents.EndAsync(http, OpenIdFailure.Away, away);
            return;
        }

        await http.ChallengeAsync(OpenIdScheme.Name, new OpenIdConnectChallengeProperties { RedirectUri = Doors.Inside(address), MaxAge = again == true ? TimeSpan.Zero : null });
    }

    /// <summary>Once the session here is over: ends the one at the provider too, where this browser came from it and it offers that.</summary>
    private static async Task SignOutAsync(HttpContext http, IdTokenCookie cookie, IOptionsMonitor<OpenIdConnectOptions> options)
    {
        if (cookie.Take(http) is { } hint && await EndsSessionsAsync(options, http.RequestAborted))
        {
            http.Items[OpenIdEvents.HintItem] = hint;
            await http.SignOutAsync(OpenIdScheme.Name, new AuthenticationProperties { RedirectUri = SignInPage });
            return;
        }

        http.Response.Redirect(SignInPage);
    }

    private static async Task<bool> EndsSessionsAsync(IOptionsMonitor<OpenIdConnectOptions> options, CancellationToken cancellationToken)
    {
        try
        {
            return (await KnowAsync(options, cancellationToken)).EndSessionEndpoint is { Length: > 0 };
        }
        catch (Exception away) when (away is InvalidOperationException or HttpRequestException or IOException)
        {
            // The session here is over all the same.
            return false;
        }
    }

    private static Task<OpenIdConnectConfiguration> KnowAsync(IOptionsMonitor<OpenIdConnectOptions> options, CancellationToken cancellationToken)
        => options.Get(OpenIdScheme.Name).ConfigurationManager!.GetConfigurationAsync(cancellationToken);
}
