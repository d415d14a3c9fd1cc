using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.WebUtilities;

namespace Coordination.Host.Access.OpenId;

/// <summary>
/// The provider's token of this browser, encrypted: shown to the provider at sign-out, it ends the session there without asking. A cookie of its own, so that it does not go with every request.
/// </summary>
internal sealed class IdTokenCookie(IDataProtectionProvider protection)
{
    private const string Name = "coordination.provider";
    private static readonly CookieOptions Options = new() { Path = OpenIdScheme.Base, HttpOnly = true, Secure = true, SameSite = SameSiteMode.Strict, IsEssential = true };

    private readonly IDataProtector _protector = protection.CreateProtector("Coordination.OpenId.IdToken.v1");

    /// <summary>A token with many groups is longer than a cookie may be.</summary>
    private readonly ChunkingCookieManager _cookies = new();

    public void Put(HttpContext http, string token)
        => _cookies.AppendResponseCookie(http, Name, WebEncoders.Base64UrlEncode(_protector.Protect(Encoding.UTF8.GetBytes(token))), new(Options));

    /// <summary>Takes it away; null if there is none that is ours.</summary>
    public string? Take(HttpContext http)
    {
        if (_cookies.GetRequestCookie(http, Name) is not { Length: > 0 } kept)
        {
            return null;
        }

        _cookies.DeleteCookie(http, Name, new(Options));
        try
        {
            return Encoding.UTF8.GetString(_protector.Unprotect(WebEncoders.Base64UrlDecode(kept)));
        }
        catch (Exception foreign) when (foreign is CryptographicException or FormatException)
        {
            return null;
        }
    }
}
