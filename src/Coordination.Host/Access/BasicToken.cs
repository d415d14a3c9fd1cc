using System.Text;
using Coordination.Contracts.Access;
using Coordination.Host.Http;

namespace Coordination.Host.Access;

/// <summary>
/// A partner's token as a client of TAXII shows it that knows only user name and password: the token's id and its secret, or any name and the token whole. Nowhere else: browsers send Basic by themselves
/// once they were asked for it.
/// </summary>
internal static class BasicToken
{
    private const string Prefix = "Basic ";

    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    public static bool IsMeant(HttpRequest request)
        => TaxiiErrors.AreMeant(request.HttpContext) && request.Headers.Authorization.ToString().StartsWith(Prefix, StringComparison.OrdinalIgnoreCase);

    public static bool TryRead(string header, out TokenId id, out string secret)
    {
        (id, secret) = (default, "");
        string both;
        try
        {
            both = header.Length > 1_000 ? "" : Utf8.GetString(Convert.FromBase64String(header[Prefix.Length..].Trim()));
        }
        catch (Exception unreadable) when (unreadable is FormatException or DecoderFallbackException)
        {
            return false;
        }

        var colon = both.IndexOf(':', StringComparison.Ordinal);
        if (colon < 0)
        {
            return false;
        }

        if (TokenText.TryRead(both[(colon + 1)..], out id, out secret))
        {
            return true;
        }

        secret = both[(colon + 1)..];
        return secret.Length is > 0 and <= 200 && TokenId.TryParse(both[..colon], null, out id);
    }
}
