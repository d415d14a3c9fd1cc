using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Coordination.Contracts.Access;
using Coordination.Contracts.Exchange;
using Coordination.Contracts.Notification;
using Coordination.Contracts.Partners;
using Coordination.Domain.Access;
using Coordination.Domain.Exchange;
using Coordination.Domain.Journal;
using Coordination.Domain.Notification;
using Coordination.Grains.Journal;
using Coordination.Host.Access;
using Coordination.Host.Http;
using Coordination.Host.Notification;
using Coordination.Host.Partners;
using static Coordination.Host.Notification.LinkPage;

namespace Coordination.Host.Exchange;

/// <summary>
/// The page behind the link of a request: a contact of the partner reads the thread and answers, from a phone and without signing in; one of us takes it. Above GREEN
/// it shows label and number, for whoever holds the phone sees it.
/// </summary>
internal sealed class EnquiryPages(IRows rows, PartnerStandings standings, Commands commands, TimeProvider clock) : ISubjectPages
{
    public bool Takes(NotificationRow told) => new StreamId(told.Subject).Kind == "enquiry";

    public async Task<IResult> ShowAsync(HttpContext http, Row<NotificationRow> told)
        => await FindAsync(told, http.RequestAborted) is not { } row ? Gone(told)
            : told.Value.PartyKind == "partner" ? await AskAsync(200, row, null, "", "", http.RequestAborted)
            : TakePage(row, told);

    public async Task<IResult> TakeAsync(HttpContext http, Row<NotificationRow> told)
    {
        if (await FindAsync(told, http.RequestAborted) is not { } row)
        {
            return Gone(told);
        }

        if (told.Value.PartyKind != "partner")
        {
            return await TakenAsync(http, row, told);
        }

        var form = await http.Request.FormAsync();
        var (text, from) = (form["text"].ToString(), form["from"].ToString());
        if (form["do"] != "know")
        {
            // By the number of the page and what was written there: pressing twice, or again after a lost answer, is one message; going back and writing another is another.
            if (!Guid.TryParseExact(form["page"].ToString(), "N", out var page))
            {
                return await AskAsync(400, row, "Open the link anew, and write your answer there.", text, from, http.RequestAborted);
            }

            var command = new WriteEnquiry(EnquirySide.Theirs, text, From: from.Length == 0 ? null : from);
            var answer = await commands.AskAsync(commands.Grains.Enquiry(EnquiryId.Of(row.Id)), command, By(told, $"answer-{page:N}-{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{from.Length}:{from}{text}")))[..32]}"), http.RequestAborted);
            if (answer.Refusal is { } refusal)
            {
                return await AskAsync(Problems.StatusOf(refusal.Kind), row, refusal.Detail, text, from, http.RequestAborted);
            }
        }

        // The ledger shows it too. Pressing again is the same acknowledgement.
        await commands.AskAsync(commands.Grains.Notification(NotificationId.Of(told.Id)), new AcknowledgeNotification(), By(told, "acknowledge"), http.RequestAborted);
        return Of(200, row.Value.Tlp, row.Value.Number, "Thank you. It is recorded.", $"""
            <p>{(form["do"] == "know" ? "The officers see that you know of it. Your answer is still waited for." : "The officer who has the request is told of your answer.")}</p>
            <p><a href="{Text(http.Request.Path)}">Back to the request</a></p>
            """);
    }

    private static Asking By(Row<NotificationRow> told, string key) => new(new Caller(Actor.Link(NotificationId.Of(told.Id)), null, null, null), key, null);

    private static IResult Gone(Row<NotificationRow> told) => Of(410, null, told.Value.Reference, "This has been erased", "<p>What the message was about is no longer kept. Nothing is asked of you.</p>");

    private static bool IsOpen(Contracts.Tlp label) => Disclosure.Outside(label) >= Sight.Summary;

    private async Task<Row<EnquiryRow>?> FindAsync(Row<NotificationRow> told, CancellationToken cancellationToken)
        // Of an exercise nothing has left, so nobody outside has such a link; if one gets about, it leads nowhere.
        => await rows.FindAsync(EnquiryRows.Lines, new StreamId(told.Value.Subject).Key, cancellationToken) is { } row && !(row.Value.Exercise && told.Value.PartyKind == "partner") ? row : null;

    /// <summary>For one of ours, or for a machine of ours.</summary>
    private static IResult TakePage(Row<EnquiryRow> row, Row<NotificationRow> told)
    {
        var person = told.Value.PartyKind == "person";
        return row.Value.Ended
            ? Of(200, row.Value.Tlp, row.Value.Number, "This request has ended", "<p>Nothing more is needed. You can close this page.</p>")
            : Of(200, row.Value.Tlp, row.Value.Number, person ? "Do you take this request?" : "Has this message been seen?", $"""
                {(IsOpen(row.Value.Tlp) && row.Value.About is null ? $"<p class=\"title\">{Text(row.Value.Title)}</p>" : "")}
                <form method="post"><button type="submit">{(person ? "I have it" : "It has been seen")}</button></form>
                <p class="small">{(person ? "The escalation then stops. The answer is still due." : "The escalation goes on until someone takes the request.")}</p>
                """);
    }

    private async Task<IResult> TakenAsync(HttpContext http, Row<EnquiryRow> row, Row<NotificationRow> told)
    {
        if (told.Value.PartyKind == "person")
        {
            var person = PersonId.Of(told.Value.PartyId);
            var asking = new Asking(new Caller(Actor.Person(person), person, null, null), $"link-{told.Id}", null);
            if ((await commands.AskAsync(commands.Grains.Enquiry(EnquiryId.Of(row.Id)), new TakeEnquiry(), asking, http.RequestAborted)).Refusal is { } refusal)
            {
                return Of(Problems.StatusOf(refusal.Kind), row.Value.Tlp, row.Value.Number, "This could not be recorded", $"<p>{Text(refusal.Detail)}</p>");
            }
        }

        await commands.AskAsync(commands.Grains.Notification(NotificationId.Of(told.Id)), new AcknowledgeNotification(), By(told, "acknowledge"), http.RequestAborted);
        return Of(200, row.Value.Tlp, row.Value.Number, "Thank you. It is recorded.", told.Value.PartyKind == "person" ? "<p>You have this request. Sign in to answer it.</p>" : "<p>The escalation goes on until someone takes the request.</p>");
    }

    private async Task<IResult> AskAsync(int status, Row<EnquiryRow> row, string? wrong, string text, string from, CancellationToken cancellationToken)
    {
        var one = row.Value;
        if (await standings.FindAsync(one.Partner, cancellationToken) is not { } standing || standing.FlowAt(clock.GetUtcNow()) is not PartnerFlow.Open)
        {
            return Of(403, one.Tlp, one.Number, "The exchange has stopped", "<p>Nothing is exchanged with your organisation at the moment: the agreement has ended, or the exchange is paused. Call the duty officer.</p>");
        }

        var body = new StringBuilder();
        var open = IsOpen(one.Tlp);
        body.Append(open ? $"<p class=\"title\">{Text(one.Title)}</p>" : "<p class=\"small\">What it is about is not shown here. Read it by your machine's interface, or call the duty officer.</p>");
        var messages = (await rows.ListAsync(EnquiryRows.Messages, new RowQuery(RowFilter.Is("enquiry", row.Id), "message", Limit: 1_000), cancellationToken)).Rows.Select(message => message.Value)
            .Where(message => open && IsOpen(message.Tlp) && EnquiryParts.ShowsMessage(ViewerOf(standing), message, clock.GetUtcNow()));
        foreach (var message in messages)
        {
            var who = message.Side == EnquirySide.Ours ? "The CERT" : message.From ?? "Your organisation";
            body.Append(CultureInfo.InvariantCulture, $"<section class=\"message\"><p class=\"small\"><strong>{Text(who)}</strong>, {message.At.UtcDateTime:yyyy-MM-dd HH:mm} UTC</p><p class=\"text\">{Text(message.Text)}</p></section>");
        }

        if (one.Ended)
        {
            body.Append(open && one.Outcome is { } outcome && EnquiryParts.ShowsOutcome(ViewerOf(standing), one, clock.GetUtcNow()) ? $"<p class=\"text\">{Text(outcome)}</p>" : "").Append("<p>Nothing more is needed.</p>");
            return Of(status, one.Tlp, one.Number, one.Status == EnquiryStatus.Closed ? "This request was closed" : "This request was withdrawn", body.ToString());
        }

        if (one is { WaitsFor: EnquirySide.Theirs, Due: { } due })
        {
            body.Append(CultureInfo.InvariantCulture, $"<p>An answer is due by <strong>{due.UtcDateTime:yyyy-MM-dd HH:mm} UTC</strong>.</p>");
        }

        body.Append(wrong is null ? "" : $"<p role=\"alert\" class=\"title\"><strong>{Text(wrong)}</strong></p>");
        body.Append(CultureInfo.InvariantCulture, $"""
            <form method="post"><input type="hidden" name="page" value="{Guid.NewGuid():N}">
            <label for="text">{(one.WaitsFor == EnquirySide.Theirs ? "Your answer" : "A further message")}</label><textarea id="text" name="text" rows="6" maxlength="20000" required>{Text(text)}</textarea>
            <label for="from">Your name (if you like)</label><input id="from" name="from" maxlength="200" autocomplete="name" value="{Text(from)}">
            <button type="submit" name="do" value="answer">{(one.WaitsFor == EnquirySide.Theirs ? "Send the answer" : "Send the message")}</button></form>
            """);
        if (one.WaitsFor == EnquirySide.Theirs)
        {
            body.Append("<form method=\"post\"><button class=\"second\" type=\"submit\" name=\"do\" value=\"know\">We know of it; the answer follows</button></form>");
        }

        return Of(status, one.Tlp, one.Number, one.WaitsFor == EnquirySide.Theirs ? "Your answer is asked for" : "A request between you and the CERT", body.ToString());
    }

    private static Viewer ViewerOf(PartnerStanding standing) => new(null, Role.Partner, Partner: standing);
}
