using System.Globalization;
using System.Text;
using Coordination.Connectors.Csaf;
using Coordination.Host.Composition;
using Coordination.Host.Http;
using Microsoft.Extensions.Options;

namespace Coordination.Host.Access;

/// <summary>Says to strangers where they report a weakness of this installation (RFC 9116).</summary>
internal static class SecurityTxt
{
    public const string Path = "/.well-known/security.txt";

    /// <summary>The text is made anew with every answer, so it never runs out while somebody runs the server; whoever finds a copy knows how old it may be.</summary>
    private const int GoodForDays = 180;

    public static void MapSecurityTxt(this IEndpointRouteBuilder routes)
        => routes.MapGet(Path, Show).Produces<string>(200, "text/plain").ProducesProblem(404).AllowAnonymous().WithTags("Access");

    private static IResult Show(IOptions<CoordinationOptions> options, PublicAddress address, TimeProvider clock)
        => options.Value.SecurityTxt is { Contact.Count: > 0 } settings
            ? Results.Text(TextOf(settings, address, clock.GetUtcNow(), options.Value.Csaf.IsSet), "text/plain; charset=utf-8", Encoding.UTF8)
            : Problems.Result(StatusCodes.Status404NotFound, "path.unknown", "No contact for reports is set here.");

    private static string TextOf(SecurityTxtOptions settings, PublicAddress address, DateTimeOffset now, bool csaf)
    {
        var text = new StringBuilder();
        foreach (var contact in settings.Contact)
        {
            Line("Contact", contact);
        }

        Line("Expires", new DateTimeOffset(now.UtcDateTime.Date, TimeSpan.Zero).AddDays(GoodForDays).ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture));
        Line("Preferred-Languages", settings.PreferredLanguages);
        Line("Canonical", settings.Canonical.Length > 0 ? settings.Canonical : address.IsHttps ? address.Value + Path : "");
        Line("Policy", settings.Policy);
        // The RFC wants https here.
        Line("CSAF", csaf && address.IsHttps ? address.Value + CsafProvider.MetadataPath : "");
        return text.ToString();

        void Line(string field, string value)
        {
            if (value.Length > 0)
            {
                text.Append(field).Append(": ").Append(value).Append('\n');
            }
        }
    }
}
