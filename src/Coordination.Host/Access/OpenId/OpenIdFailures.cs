using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Authentication;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;

namespace Coordination.Host.Access.OpenId;

/// <summary>Why a sign-in by the provider came to nothing, as far as it matters to who reads of it.</summary>
internal enum OpenIdFailure
{
    /// <summary>It was not begun in this browser, or too long ago, or is used up.</summary>
    Stale,

    /// <summary>The provider, or the person there, said no.</summary>
    Denied,

    /// <summary>The provider cannot be reached, or is ill.</summary>
    Away,

    /// <summary>The provider refuses this server: it is registered there otherwise than configured here.</summary>
    Refused,

    /// <summary>What it said cannot be believed.</summary>
    Unbelievable,
}

/// <summary>Sorts what can go wrong.</summary>
internal static partial class OpenIdFailures
{
    public static OpenIdFailure Of(Exception? failure) => failure switch
    {
        OpenIdConnectProtocolException refused when refused.Data["error"] is string error => error switch
        {
            "invalid_grant" => OpenIdFailure.Stale,
            "access_denied" or "login_required" or "consent_required" or "interaction_required" => OpenIdFailure.Denied,
            "server_error" or "temporarily_unavailable" => OpenIdFailure.Away,
            _ => OpenIdFailure.Refused,
        },
        // Says the framework of what the browser brought: no state, or one that does not belong to its cookies.
        AuthenticationFailureException => OpenIdFailure.Stale,
        HttpRequestException or IOException or OperationCanceledException or InvalidOperationException => OpenIdFailure.Away,
        _ => OpenIdFailure.Unbelievable,
    };

    /// <summary>What went wrong, as types and the library's own numbers (IDX…): safe to log, where its sentences are not.</summary>
    public static string Describe(Exception? failure)
    {
        var words = new List<string>();
        for (var one = failure; one is not null; one = one.InnerException)
        {
            words.Add($"{one.GetType().Name} {Number().Match(one.Message).Value}".TrimEnd());
        }

        return string.Join(" < ", words);
    }

    [GeneratedRegex("^IDX[0-9]{5}")]
    private static partial Regex Number();
}
