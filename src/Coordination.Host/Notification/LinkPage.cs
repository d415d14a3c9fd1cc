using System.Net;
using Coordination.Contracts;

namespace Coordination.Host.Notification;

/// <summary>The frame of every page behind a link in a mail: no script, no sign-in, readable on a telephone.</summary>
internal static class LinkPage
{
    public static IResult Of(int status, Tlp? label, string? reference, string heading, string body) => Results.Content(
        $"""
        <!doctype html>
        <html lang="en">
        <head>
        <meta charset="utf-8">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <meta name="color-scheme" content="light dark">
        <meta name="robots" content="noindex">
        <title>{(reference is null ? "Coordination" : Text(reference))}</title>
        <link rel="stylesheet" href="/pages.css">
        </head>
        <body>
        <main>
        {(reference is null ? "" : $"<p class=\"label {(label ?? Tlp.Amber).ToString().ToLowerInvariant()}\">{Text((label ?? Tlp.Amber).Label())}</p><p class=\"reference\">{Text(reference)}</p>")}
        <h1>{Text(heading)}</h1>
        {body}
        </main>
        </body>
        </html>
        """,
        "text/html; charset=utf-8",
        statusCode: status);

    public static string Text(string text) => WebUtility.HtmlEncode(text);
}
