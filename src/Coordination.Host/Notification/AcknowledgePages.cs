using Coordination.Contracts.Access;
using Coordination.Contracts.Incidents;
using Coordination.Contracts.Institutions;
using Coordination.Contracts.Notification;
using Coordination.Domain.Access;
using Coordination.Domain.Escalation;
using Coordination.Domain.Incidents;
using Coordination.Domain.Journal;
using Coordination.Domain.Notification;
using Coordination.Grains.Journal;
using Coordination.Host.Access;
using Coordination.Host.Http;
using Coordination.Host.Live;

namespace Coordination.Host.Notification;

/// <summary>
/// The page behind the link in a mail: it says what is asked and has one button. Mail scanners open links; opening acknowledges nothing, only the
/// button does. No script, no sign-in, and above GREEN no title, for whoever holds the phone sees it.
/// </summary>
internal static class AcknowledgePages
{
    public static void MapAcknowledge(this IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup(AcknowledgeLinks.Path).AllowAnonymous().WithTags("Acknowledgement");
        group.MapMethods("/{token}", ["GET", "HEAD"], ShowAsync)
            .Produces<string>(200, "text/html").Produces<string>(404, "text/html").Produces<string>(410, "text/html");
        group.MapPost("/{token}", AcknowledgeAsync).DisableAntiforgery()
            .Produces<string>(200, "text/html").Produces<string>(400, "text/html").Produces<string>(404, "text/html").Produces<string>(409, "text/html").Produces<string>(410, "text/html");
    }

    private static async Task<IResult> ShowAsync(HttpContext http, string token, AcknowledgeLinks links, IRows rows, IJournal journal, Views views, IEnumerable<ISubjectPages> others, CancellationToken cancellationToken)
    {
        var (told, page) = await FindAsync(token, links, rows, journal, views, cancellationToken);
        return page ?? (others.FirstOrDefault(one => one.Takes(told!.Notification.Value)) is { } other ? await other.ShowAsync(http, told!.Notification)
            : told!.Notification.Value.AcknowledgedAt is not null ? Already(told) : Ask(told));
    }

    private static async Task<IResult> AcknowledgeAsync(HttpContext http, string token, AcknowledgeLinks links, IRows rows, IJournal journal, Views views, IEnumerable<ISubjectPages> others, Commands commands, CancellationToken cancellationToken)
    {
        var (told, page) = await FindAsync(token, links, rows, journal, views, cancellationToken);
        if (page is not null)
        {
            return page;
        }

        var row = told!.Notification;
        if (others.FirstOrDefault(one => one.Takes(row.Value)) is { } other)
        {
            return await other.TakeAsync(http, row);
        }

        // Pressing twice, or a lost answer and pressing again, is one acknowledgement: the operation's id follows from the notification.
        var actor = Actor.Link(NotificationId.Of(row.Id));
        if (row.Value.PartyKind == "person" && new StreamId(row.Value.Subject) is { Kind: "incident" } subject)
        {
            var person = PersonId.Of(row.Value.PartyId);
            var asking = new Asking(new Caller(Actor.Person(person), person, null, null), $"link-{row.Id}", null);
            var answer = await commands.AskAsync(commands.Grains.Incident(IncidentId.Of(subject.Key)), new AcknowledgeIncident(), asking, cancellationToken);
            if (answer.Refusal is { } refusal)
            {
                return Page(409, told, "This could not be recorded", $"<p>{LinkPage.Text(refusal.Detail)}</p>");
            }
        }

        var asked = new Asking(new Caller(actor, null, null, null), "acknowledge", null);
        var noted = await commands.AskAsync(commands.Grains.Notification(NotificationId.Of(row.Id)), new AcknowledgeNotification(), asked, cancellationToken);
        return noted.Refusal is { } not
            ? Page(409, told, "This could not be recorded", $"<p>{LinkPage.Text(not.Detail)}</p>")
            : Page(200, told, "Thank you. It is recorded.", $"<p>{WordsFor(told).Thanks}</p>");
    }

    private static async Task<(Told? Told, IResult? Page)> FindAsync(string token, AcknowledgeLinks links, IRows rows, IJournal journal, Views views, CancellationToken cancellationToken)
    {
        if (!links.TryRead(token, out var id, out var expired))
        {
            return (null, Invalid());
        }

        if (await rows.FindAsync(NotificationKind.Table, id.Value, cancellationToken) is not { } row)
        {
            return (null, await IsErasedAsync(NotificationKind.Stream(id), journal, cancellationToken) ? Erased() : Invalid());
        }

        var subject = new StreamId(row.Value.Subject);
        var incident = subject.Kind == "incident" ? await rows.FindAsync(IncidentRows.Lines, subject.Key, cancellationToken) : null;
        if (subject.Kind == "incident" && incident is null)
        {
            // Its erasure has begun.
            return (null, Erased());
        }

        // An institution reads here what it reads signed in: nothing that tells which others are concerned.
        var title = incident is null || Disclosure.Outside(incident.Value.Tlp) < Sight.Summary ? ""
            : row.Value.PartyKind == "institution" ? (await views.SummaryAsync(new(null, Role.InstitutionResponder, Institution: InstitutionId.Of(row.Value.PartyId)), incident, cancellationToken)).Title
            : incident.Value.Title;
        var told = new Told(row, incident?.Value, title);
        return expired
            ? (told, Page(410, told, "This link has expired", "<p>Links are valid for fourteen days. Call the duty officer, or sign in.</p>"))
            : (told, null);
    }

    private static IResult Invalid()
        => Page(404, null, "This link is not valid", "<p>It may have been cut short on its way. Open it again exactly as it stands in the message, or call the duty officer.</p>");

    private static IResult Erased() => Page(410, null, "This has been erased", "<p>What the message was about is no longer kept. Nothing is asked of you.</p>");

    private static async Task<bool> IsErasedAsync(StreamId stream, IJournal journal, CancellationToken cancellationToken)
    {
        try
        {
            await journal.ReadStreamAsync(stream, 0, cancellationToken);
            return false;
        }
        catch (StreamErasedException)
        {
            return true;
        }
    }

    private static IResult Ask(Told told) => Page(
        200,
        told,
        WordsFor(told).Question,
        $"""
        {(told.Title.Length > 0 ? $"<p class=\"title\">{LinkPage.Text(told.Title)}</p>" : "")}
        <form method="post"><button type="submit">{WordsFor(told).Button}</button></form>
        <p class="small">{WordsFor(told).Consequence}</p>
        """);

    /// <summary>What pressing means depends on who was told; behind a webhook stands nobody who could take the incident.</summary>
    private static Words WordsFor(Told told) => told.Notification.Value.PartyKind switch
    {
        "person" => new("Do you take this incident?", "I have it", "The escalation then stops.", "You have this incident. The escalation has stopped."),
        "institution" when told.Notification.Value.Matter == Matter.Consent => new(
            "Has your institution seen that its consent is asked for?", "We have seen it", "This is no consent and no refusal: a manager of your institution gives either, signed in.",
            "The duty officers see that you know of the question. You can close this page."),
        "institution" when told.Notification.Value.Matter == Matter.Decision => new(
            "Has your institution seen what was decided?", "We have seen it", "This is no agreement: a manager of your institution answers signed in.",
            "The duty officers see that you know of the decision. You can close this page."),
        "institution" => new(
            "Does your institution know of this incident?", "We know of it", "This says nothing about who is to blame and closes nothing.",
            "The duty officers see that your institution knows of it. You can close this page."),
        _ => new(
            "Has this message been seen?", "It has been seen", "The escalation goes on until someone takes the incident.",
            "The duty officers see that the message was seen. The escalation goes on until someone takes the incident."),
    };

    private static IResult Already(Told told) => Page(200, told, "This has been acknowledged already", "<p>Nothing more is needed. You can close this page.</p>");

    private static IResult Page(int status, Told? told, string heading, string body)
        => LinkPage.Of(status, told?.Incident?.Tlp, told?.Notification.Value.Reference, heading, body);

    private sealed record Words(string Question, string Button, string Consequence, string Thanks);

    /// <summary>The notification, the incident it is about, and what of its title may stand here.</summary>
    private sealed record Told(Row<NotificationRow> Notification, IncidentRow? Incident, string Title);
}
