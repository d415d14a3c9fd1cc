using System.Globalization;
using System.Net;
using System.Text.RegularExpressions;
using Coordination.Connectors.Mail;
using Coordination.Contracts.Access;
using Coordination.Host.Access;
using MimeKit;

namespace Coordination.Host.Demo;

/// <summary>The demo's mailbox: what institutions and officers have been sent, at <c>/demo/mail</c>.</summary>
internal static partial class DemoMailPages
{
    public static void MapDemoMail(this IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup("/demo/mail").Needs(Right.ReadCases).ExcludeFromDescription();
        group.MapGet("", (SmtpListener mail) => Page("Mailbox of the demo", List(mail)));
        group.MapGet("/{number:long}", (long number, SmtpListener mail) => mail.Messages.FirstOrDefault(one => one.Number == number) is { } found
            ? Page(found.Message.Subject ?? "", Show(found))
            : Results.Content("This message is no longer kept.", "text/plain", statusCode: 404));
    }

    private static string List(SmtpListener mail)
        => mail.Messages.Count == 0
            ? "<p>Nothing has been sent yet.</p>"
            : $"<table><thead><tr><th>When (UTC)</th><th>To</th><th>Subject</th></tr></thead><tbody>{string.Concat(mail.Messages.OrderByDescending(one => one.Number).Select(Line))}</tbody></table>";

    private static string Line(ReceivedMail one)
        => string.Create(CultureInfo.InvariantCulture, $"<tr><td class=\"fit\">{one.At.UtcDateTime:HH:mm:ss}</td><td>{Text(string.Join(", ", one.To))}</td><td><a href=\"/demo/mail/{one.Number}\">{Text(one.Message.Subject)}</a></td></tr>");

    private static string Show(ReceivedMail one)
        => $"<p>To {Text(string.Join(", ", one.To))}</p><pre>{Links().Replace(Text((one.Message.Body as TextPart)?.Text ?? one.Message.TextBody), "<a href=\"$0\">$0</a>")}</pre><p><a href=\"/demo/mail\">All messages</a></p>";

    private static IResult Page(string title, string body) => Results.Content(
        $"""
        <!DOCTYPE html>
        <html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
        <title>{Text(title)}</title><link rel="stylesheet" href="/pages.css"></head><body><main class="wide"><h1>{Text(title)}</h1>{body}</main></body></html>
        """,
        "text/html; charset=utf-8");

    private static string Text(string? text) => WebUtility.HtmlEncode(text ?? "");

    [GeneratedRegex("https?://[^\\s<]+")]
    private static partial Regex Links();
}
