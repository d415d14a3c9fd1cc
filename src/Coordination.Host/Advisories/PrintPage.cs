using System.Globalization;
using System.Net;
using System.Text;
using Coordination.Contracts;
using Coordination.Contracts.Access;
using Coordination.Contracts.Advisories;
using Coordination.Domain.Advisories;
using Coordination.Host.Access;
using Coordination.Host.Http;

namespace Coordination.Host.Advisories;

/// <summary>A published advisory as one page for print and mail: no script, nothing loaded, its label above and below.</summary>
internal static class PrintPage
{
    private const string Style =
        "body{font:11pt/1.5 system-ui,sans-serif;max-width:48rem;margin:2rem auto;padding:0 1rem;color:#111;background:#fff}h1{font-size:1.6rem;line-height:1.25}h2{font-size:1.15rem;margin-top:1.6em}"
        + "table{border-collapse:collapse;width:100%}th,td{text-align:left;vertical-align:top;border-bottom:1px solid #bbb;padding:.3rem .5rem;overflow-wrap:anywhere}p,li{white-space:pre-line;overflow-wrap:anywhere}"
        + ".label{text-align:right;margin:.5rem 0}.label span{background:#000;font:bold 12pt/1 monospace;padding:.3rem .5rem;print-color-adjust:exact;-webkit-print-color-adjust:exact}.meta{color:#444}"
        + ".clear{color:#fff}.green{color:#33ff00}.amber{color:#ffc000}.red{color:#ff2b2b}";

    public static void MapPrintPage(this IEndpointRouteBuilder routes)
        => routes.MapGet(Routes.Advisories + "/{idOrNumber}/page", ShowAsync).Needs(Right.ReadAdvisories).WithTags("Advisories").Produces<string>(contentType: "text/html").ProducesProblem(404);

    private static async Task<IResult> ShowAsync(string idOrNumber, Caller caller, AdvisoryNeed need, AdvisoryPages pages, CancellationToken cancellationToken)
        => await need.OpenAsync(caller, idOrNumber, cancellationToken) is { } seen && await pages.ViewAsync(caller.Viewer, seen, cancellationToken) is { Published: { } content } view
            ? Results.Content(Of(view, content), "text/html; charset=utf-8", Encoding.UTF8)
            : Problems.Result(AdvisoryRefusals.Unknown);

    internal static string Of(AdvisoryView view, AdvisoryContent content)
    {
        var page = new StringBuilder();
        var label = $"<p class=\"label\"><span class=\"{(content.Tlp switch { Tlp.Clear => "clear", Tlp.Green => "green", Tlp.Red => "red", _ => "amber" })}\">{Text(content.Tlp.Label())}</span></p>";
        var number = view.Summary.Number;
        page.Append(CultureInfo.InvariantCulture, $"""
            <!doctype html>
            <html lang="{Text(content.Language)}">
            <head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><meta name="robots" content="noindex"><title>{Text(number)}</title><style>{Style}</style></head>
            <body>
            <header>{label}<p class="meta">{Text(number)} · {content.Severity}{(content.CallForAction ? " · Call for action" : "")}</p><h1>{Text(content.Title)}</h1></header>
            <main>

            """);
        if (view.Summary.Status == AdvisoryStatus.Withdrawn)
        {
            Section("Withdrawn", $"<p>{Text(view.WithdrawnBecause ?? "This advisory no longer holds.")}</p>");
        }

        Section("Summary", $"<p>{Text(content.Summary)}</p>");
        Section("What to do", List(content.Actions.Select(action => $"{Text(action.Text)}{(action.Deadline is { } deadline ? $" <strong>{Text(Due(deadline))}</strong>" : "")}{Link(action.Url)}")), content.Actions.Count > 0);
        Section("Until then", List(content.Workarounds.Select(workaround => Text(workaround.Text))), content.Workarounds.Count > 0);
        Section("Vulnerabilities", Table(["Vulnerability", "CVSS", "Exploited"], content.Vulnerabilities.Select(Line)), content.Vulnerabilities.Count > 0);
        Section("Products", Table(["Product", "Versions", "State"], content.Products.Select(product => new[] { $"{product.Vendor} {product.Name}".Trim(), product.Versions ?? "", States(content, product.Id) })), content.Products.Count > 0);
        Section("Technical details", $"<p>{Text(content.Details ?? "")}</p>", !string.IsNullOrWhiteSpace(content.Details));
        Section("References", List(content.References.Select(reference => $"{Text(reference.Summary)}{Link(reference.Url)}")), content.References.Count > 0);
        Section("History", Table(["Revision", "Date", "Change"], view.Revisions.Select(revision => new[] { revision.Number.ToString(CultureInfo.InvariantCulture), $"{revision.At.UtcDateTime:yyyy-MM-dd HH:mm} UTC", revision.Summary })));
        return page.Append(CultureInfo.InvariantCulture, $"</main>\n<footer>{label}</footer>\n</body>\n</html>\n").ToString();

        void Section(string heading, string body, bool when = true)
        {
            if (when)
            {
                page.Append(CultureInfo.InvariantCulture, $"<section><h2>{heading}</h2>{body}</section>\n");
            }
        }
    }

    private static string[] Line(Vulnerability one)
        =>
        [
            string.Join("\n", new[] { one.Cve ?? one.OtherNames.Select(name => name.Name).FirstOrDefault(), one.Title }.OfType<string>()),
            string.Join("\n", new[]
            {
                Cvss31.TryRead(one.Cvss31, out var three, out _) ? string.Create(CultureInfo.InvariantCulture, $"3.1: {three.Score:0.0} {three.Rating}") : null,
                one.Cvss40 is { } four ? string.Create(CultureInfo.InvariantCulture, $"4.0: {four.Score:0.0}") : null,
            }.OfType<string>()),
            string.Join("\n", one.Kev.Select(mark => $"{mark.Catalogue} {mark.Date:yyyy-MM-dd}")),
        ];

    private static string States(AdvisoryContent content, string product)
        => string.Join(", ", content.Vulnerabilities.SelectMany(one => one.Statuses).Where(status => status.Product == product).Select(status => status.State switch
        {
            ProductState.NotAffected => "not affected",
            ProductState.UnderInvestigation => "under investigation",
            var state => state.ToString().ToLowerInvariant(),
        }).Distinct());

    private static string Due(Deadline deadline)
        => deadline.Date is { } day ? $"By {day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)}." : string.Create(CultureInfo.InvariantCulture, $"Within {deadline.Hours} hours.");

    private static string List(IEnumerable<string> items) => $"<ul>{string.Concat(items.Select(item => $"<li>{item}</li>"))}</ul>";

    private static string Table(string[] heads, IEnumerable<string[]> lines)
        => $"<table><thead><tr>{string.Concat(heads.Select(head => $"<th scope=\"col\">{head}</th>"))}</tr></thead><tbody>"
            + $"{string.Concat(lines.Select(line => $"<tr>{string.Concat(line.Select(cell => $"<td>{Text(cell).Replace("\n", "<br>", StringComparison.Ordinal)}</td>"))}</tr>"))}</tbody></table>";

    /// <summary>Only what a browser may follow becomes a link.</summary>
    private static string Link(string? url)
        => Uri.TryCreate(url, UriKind.Absolute, out var read) && read.Scheme is "https" or "http" ? $" <a rel=\"noreferrer\" href=\"{Text(url!)}\">{Text(url!)}</a>" : "";

    private static string Text(string text) => WebUtility.HtmlEncode(text);
}
