using System.Globalization;
using System.Text;
using Coordination.Contracts.Access;
using Coordination.Contracts.Advisories;
using Coordination.Contracts.Notification;
using Coordination.Domain.Access;
using Coordination.Domain.Advisories;
using Coordination.Domain.Journal;
using Coordination.Domain.Notification;
using Coordination.Grains.Journal;
using Coordination.Host.Access;
using Coordination.Host.Http;
using static Coordination.Host.Notification.LinkPage;

namespace Coordination.Host.Notification;

/// <summary>
/// The page behind the link of an advisory: an institution says that it knows, or what it did, from a phone and without signing in. Above GREEN it shows
/// label, number and what is asked, for whoever holds the phone sees it.
/// </summary>
internal sealed class AnswerPages(IRows rows, Commands commands) : ISubjectPages
{
    public bool Takes(NotificationRow told) => new StreamId(told.Subject).Kind == "addressee";

    private static readonly (AdvisoryAnswer Answer, string Value, string Words)[] Answers =
    [
        (AdvisoryAnswer.NotAffected, "not-affected", "We are not affected"),
        (AdvisoryAnswer.InProgress, "in-progress", "We are working on it"),
        (AdvisoryAnswer.Mitigated, "mitigated", "We have mitigated it"),
        (AdvisoryAnswer.Patched, "patched", "We have patched"),
        (AdvisoryAnswer.AcceptedRisk, "accepted-risk", "We accept the risk"),
    ];

    public async Task<IResult> ShowAsync(HttpContext http, Row<NotificationRow> told)
    {
        if (await FindAsync(told, http.RequestAborted) is not { } row)
        {
            return Gone(told);
        }

        if (HttpMethods.IsGet(http.Request.Method) && row.Value is { OpenedAt: null, State: not AddresseeState.Released })
        {
            await commands.AskAsync(commands.Grains.Addressee(row.Value.Advisory, row.Value.Institution), new RecordOpened(), By(told, $"opened-{row.Value.Revision}"), http.RequestAborted);
        }

        return await AskAsync(200, row, null, http.RequestAborted);
    }

    public async Task<IResult> TakeAsync(HttpContext http, Row<NotificationRow> told)
    {
        if (await FindAsync(told, http.RequestAborted) is not { } row)
        {
            return Gone(told);
        }

        var form = await http.Request.FormAsync();
        var given = form["answer"].ToString();
        var chosen = Answers.FirstOrDefault(one => one.Value == given);
        if (form["do"] == "answer" && chosen.Value is null)
        {
            return await AskAsync(400, row, "Choose one of the answers.", http.RequestAborted);
        }

        var thing = commands.Grains.Addressee(row.Value.Advisory, row.Value.Institution);
        AddresseeCommand command = chosen.Value is null ? new AcknowledgeAdvisory() : new AnswerAdvisory(chosen.Answer, form["note"].ToString());
        var answer = await commands.AskAsync(thing, command, By(told, Guid.NewGuid().ToString("N")), http.RequestAborted);
        if (answer.Refusal is { } refusal)
        {
            return await AskAsync(Problems.StatusOf(refusal.Kind), row, refusal.Detail, http.RequestAborted);
        }

        // The ledger shows it too. Pressing again is the same acknowledgement.
        await commands.AskAsync(commands.Grains.Notification(NotificationId.Of(told.Id)), new AcknowledgeNotification(), By(told, "acknowledge"), http.RequestAborted);
        return Of(200, row.Value.Tlp, row.Value.Number, "Thank you. It is recorded.", $"""
            <p>{(chosen.Value is null ? "The officers see that your institution knows of it." : $"Your answer: <strong>{Text(chosen.Words)}</strong>.")}</p>
            <p><a href="{Text(http.Request.Path)}">{(chosen.Value is null ? "Say what you have done" : "Answer again when something has changed")}</a></p>
            """);
    }

    private static Asking By(Row<NotificationRow> told, string key) => new(new Caller(Actor.Link(NotificationId.Of(told.Id)), null, null, null), key, null);

    private static IResult Gone(Row<NotificationRow> told) => Of(404, null, told.Value.Reference, "There is nothing to answer", "<p>Call the duty officer.</p>");

    private async Task<Row<AddresseeRow>?> FindAsync(Row<NotificationRow> told, CancellationToken cancellationToken)
        => await rows.FindAsync(AddresseeKind.Table, new StreamId(told.Value.Subject).Key, cancellationToken);

    private async Task<IResult> AskAsync(int status, Row<AddresseeRow> row, string? wrong, CancellationToken cancellationToken)
    {
        var one = row.Value;
        if (one.State == AddresseeState.Released)
        {
            return Of(200, one.Tlp, one.Number, "This no longer concerns your institution", $"<p>{(Disclosure.Outside(one.Tlp) >= Sight.Summary ? Text(one.ReleasedBecause ?? "") : "Nothing more is needed.")}</p>");
        }

        var body = new StringBuilder();
        var open = Disclosure.Outside(one.Tlp) >= Sight.Summary;
        if (open)
        {
            await DescribeAsync(body, one, cancellationToken);
        }
        else
        {
            body.Append("<p class=\"small\">What it is about is not shown here. Sign in to read it, or call the duty officer.</p>");
        }

        if (!open && one.Contradictions.Count > 0)
        {
            body.Append("<p class=\"title\"><strong>An alert speaks against your answer.</strong> Please look, and answer anew.</p>");
        }

        foreach (var contradiction in open ? one.Contradictions : [])
        {
            body.Append(CultureInfo.InvariantCulture, $"<p class=\"title\"><strong>{Text(contradiction.Cve)} was seen open</strong> on {contradiction.SeenAt.UtcDateTime:yyyy-MM-dd HH:mm} UTC, after you said that it is patched. Please look, and answer anew.</p>");
        }

        if (one.DueAt is { } due)
        {
            body.Append(CultureInfo.InvariantCulture, $"<p>An answer is due by <strong>{due.UtcDateTime:yyyy-MM-dd HH:mm} UTC</strong>.</p>");
        }

        body.Append(wrong is null ? "" : $"<p role=\"alert\" class=\"title\"><strong>{Text(wrong)}</strong></p>");
        body.Append("<form method=\"post\"><fieldset><legend>What has your institution done?</legend>");
        foreach (var (answer, value, words) in Answers)
        {
            body.Append(CultureInfo.InvariantCulture, $"<label class=\"choice\"><input type=\"radio\" name=\"answer\" value=\"{value}\"{(open && one.Answer == answer ? " checked" : "")}> {words}</label>");
        }

        body.Append(CultureInfo.InvariantCulture, $"</fieldset><label for=\"note\">A note (if you like)</label><textarea id=\"note\" name=\"note\" rows=\"3\" maxlength=\"5000\">{Text(open ? one.Note ?? "" : "")}</textarea>");
        body.Append("<button type=\"submit\" name=\"do\" value=\"answer\">Send the answer</button></form>");
        if (one is { AcknowledgedAt: null, Answer: null })
        {
            body.Append("<form method=\"post\"><button class=\"second\" type=\"submit\" name=\"do\" value=\"know\">We know of it; the answer follows</button></form>");
        }

        return Of(status, one.Tlp, one.Number, one.CallForAction ? "Your answer is needed" : "What have you done about this advisory?", body.ToString());
    }

    private async Task DescribeAsync(StringBuilder body, AddresseeRow one, CancellationToken cancellationToken)
    {
        body.Append(CultureInfo.InvariantCulture, $"<p class=\"title\">{Text(one.Title)}</p>");
        if ((await rows.FindAsync(AdvisoryKind.Details, one.Advisory.Value, cancellationToken))?.Value is not { Published: { } content } detail
            || AddresseeParts.OfPublished(one, content, detail.Recipients) is not { } current || Disclosure.Outside(current.Tlp) < Sight.Summary)
        {
            return;
        }

        body.Append(CultureInfo.InvariantCulture, $"<p>{Text(content.Summary)}</p>");
        if (content.Actions.Count > 0)
        {
            body.Append("<h2>What to do</h2><ol>").AppendJoin("", content.Actions.Select(action => $"<li>{Text(action.Text)}</li>")).Append("</ol>");
        }
    }
}
