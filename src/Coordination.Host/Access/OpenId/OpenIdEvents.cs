using System.Globalization;
using Coordination.Host.Composition;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.OpenIdConnect;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;
using Microsoft.IdentityModel.Tokens;

namespace Coordination.Host.Access.OpenId;

/// <summary>What is ours in the conversation with the provider: where it sends people back to, who comes in, and what is shown when something is wrong.</summary>
internal static class OpenIdEvents
{
    /// <summary>Where the request keeps the token that is shown to the provider at sign-out.</summary>
    public const string HintItem = "openid-hint";

    public static OpenIdConnectEvents Of(PublicAddress address) => new()
    {
        OnRedirectToIdentityProvider = context =>
        {
            // Not what a request calls this server: the provider compares it with what is registered.
            context.ProtocolMessage.RedirectUri = address.Value + OpenIdScheme.CallbackPath;
            return Task.CompletedTask;
        },
        OnRedirectToIdentityProviderForSignOut = context =>
        {
            context.ProtocolMessage.PostLogoutRedirectUri = address.Value + OpenIdScheme.SignedOutPath;
            context.ProtocolMessage.ClientId = context.Options.ClientId;
            context.ProtocolMessage.IdTokenHint = context.HttpContext.Items[HintItem] as string;
            return Task.CompletedTask;
        },
        OnTokenValidated = static context =>
        {
            // The framework lets a token without a signature pass where it came from the provider itself over TLS. A proxy on that way is one more who would have to be believed.
            if (context.SecurityToken is not { RawSignature.Length: > 0 } token || !OpenIdScheme.Algorithms.Contains(token.SignatureAlgorithm))
            {
                context.Fail(new SecurityTokenInvalidSignatureException("The token bears no signature."));
            }

            return Task.CompletedTask;
        },
        OnTicketReceived = EnterAsync,
        OnAccessDenied = static context => EndAsync(context, context.HttpContext, OpenIdFailure.Denied, null),
        OnRemoteFailure = static context => EndAsync(context, context.HttpContext, OpenIdFailures.Of(context.Failure), context.Failure),
    };

    private static async Task EnterAsync(TicketReceivedContext context)
    {
        var http = context.HttpContext;
        context.HandleResponse();
        var entered = await http.RequestServices.GetRequiredService<ProviderEntry>().EnterAsync(http, context.Principal!);
        if (context.Properties?.GetTokenValue(OpenIdConnectParameterNames.IdToken) is { } token)
        {
            http.RequestServices.GetRequiredService<IdTokenCookie>().Put(http, token);
        }

        if (entered.Refusal is { } refusal)
        {
            OpenIdLog.NotLetIn(Log(http), refusal.Code);
            await OpenIdPages.WriteAsync(http, StatusCodes.Status403Forbidden, "You are not let in", refusal.Detail, known: true);
            return;
        }

        await http.RequestServices.GetRequiredService<Sessions>().OpenAsync(http, entered.Person, entered.Session!.Value, ShownAt(context));
        http.Response.Redirect(context.ReturnUri ?? Console.ConsoleAssembly.Base);
    }

    /// <summary>A provider may let in without asking whom it has asked before: where it says when that was, it is that which counts as proof, and not this moment.</summary>
    private static DateTimeOffset ShownAt(TicketReceivedContext context)
    {
        var now = context.HttpContext.RequestServices.GetRequiredService<TimeProvider>().GetUtcNow();
        return long.TryParse(context.Principal!.FindFirst(ProviderClaims.ShownAt)?.Value, CultureInfo.InvariantCulture, out var seconds) && seconds >= 0 && seconds < now.ToUnixTimeSeconds()
            ? DateTimeOffset.FromUnixTimeSeconds(seconds) : now;
    }

    private static Task EndAsync(HandleRequestContext<RemoteAuthenticationOptions> context, HttpContext http, OpenIdFailure failure, Exception? exception)
    {
        context.HandleResponse();
        return EndAsync(http, failure, exception);
    }

    /// <summary>Says what is wrong: to the person in words, to the operator by kind and code. What an exception has to say may be what someone has sent.</summary>
    public static Task EndAsync(HttpContext http, OpenIdFailure failure, Exception? exception)
    {
        OpenIdLog.Failed(Log(http), failure, OpenIdFailures.Describe(exception));
        var (status, heading, text) = OpenIdPages.Words(failure);
        return OpenIdPages.WriteAsync(http, status, heading, text);
    }

    private static ILogger Log(HttpContext http) => http.RequestServices.GetRequiredService<ILoggerFactory>().CreateLogger(typeof(OpenIdEvents).FullName!);
}
