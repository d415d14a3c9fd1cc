using Coordination.Contracts;
using Coordination.Contracts.Access;
using Coordination.Contracts.Advisories;
using Coordination.Contracts.Incidents;
using Coordination.Contracts.Institutions;
using Coordination.Contracts.Intake;
using Coordination.Contracts.Partners;
using Coordination.Domain.Access;
using Coordination.Domain.Escalation;
using Coordination.Domain.Incidents;
using Coordination.Domain.Intake;
using Coordination.Domain.Journal;
using Coordination.Domain.Notification;
using Coordination.Domain.Partners;
using Coordination.Host.Access;
using Coordination.Host.Http;
using Coordination.Host.Live;

namespace Coordination.Host.Incidents;

/// <summary>Puts the page of one incident together from the rows of all that has to do with it.</summary>
internal sealed class IncidentPages(IRows rows, Need need, Views views, Readings readings, IncidentAttachments attachments, Live.Directory directory)
{
    /// <summary>The page shows so many of each; the rest is read by page.</summary>
    private const int Shown = 100;

    public async Task<IncidentView?> FindAsync(Caller caller, string idOrNumber, CancellationToken cancellationToken)
    {
        var viewer = caller.Viewer;
        if (await need.IncidentAsync(viewer, idOrNumber, cancellationToken, Sight.Existence) is not { } line)
        {
            return null;
        }

        var sight = need.SightOf(viewer, line.Value);
        await readings.KeepAsync(caller, line, sight, cancellationToken);
        return sight == Sight.All ? await AllAsync(viewer, line, cancellationToken) : await PartAsync(viewer, line, cancellationToken);
    }

    /// <summary>For whom it concerns: its own alerts and where its own work stands.</summary>
    private async Task<IncidentView> PartAsync(Viewer viewer, Row<IncidentRow> line, CancellationToken cancellationToken)
    {
        var summary = await views.SummaryAsync(viewer, line, cancellationToken);
        var own = summary.Shown == Sight.Summary && viewer.Institution is { } institution && line.Value.Institutions.Contains(institution) ? viewer.Institution : null;
        var detail = own is null ? null : (await rows.FindAsync(IncidentRows.Details, line.Id, cancellationToken))?.Value;
        var names = await directory.NamesAsync([], own is { } one ? [one.Value] : [], cancellationToken);
        return new()
        {
            Summary = summary,
            Observables = [],
            Tasks = [],
            Notes = [],
            Affected = [.. (detail?.Affected ?? []).Where(affected => affected.Institution == own)
                .Select(affected => new AffectedInstitution(names.Institution(affected.Institution.Value), affected.Status, affected.Since, affected.AcknowledgedAt))],
            Notifications = [],
            Alerts = own is { } house ? await views.OwnAlertsAsync(viewer, house, line.Value, (await AlertsOfAsync(line.Id, null, Shown, cancellationToken)).Items, cancellationToken) : [],
            Attachments = await attachments.ListAsync(viewer, line, cancellationToken),
            Consents = await ConsentsAsync(Domain.Incidents.Consents.For(line.Value.Consents, viewer.Institution), ofInstitution: true, cancellationToken),
        };
    }

    private async Task<IncidentView> AllAsync(Viewer viewer, Row<IncidentRow> line, CancellationToken cancellationToken)
    {
        var subject = $"incident/{line.Id}";
        var detail = (await rows.FindAsync(IncidentRows.Details, line.Id, cancellationToken))?.Value ?? new(null, [], [], []);
        var notes = (await rows.ListAsync(IncidentRows.Notes, new RowQuery(RowFilter.Is("incident", line.Id), "at", Descending: true, 500), cancellationToken)).Rows;
        var runs = (await rows.ListAsync(EscalationKind.Table, new RowQuery(RowFilter.Is("subject", subject), "started_at", Descending: true, 1), cancellationToken)).Rows;
        var told = (await rows.ListAsync(NotificationKind.Table, new RowQuery(RowFilter.Is("subject", subject), "at", Descending: true, Shown), cancellationToken)).Rows;
        var senders = (await rows.FindManyAsync(PartnerRegister.Table, [.. notes.Select(note => note.Value.Partner?.Value).OfType<string>().Distinct()], cancellationToken))
            .ToDictionary(row => row.Id, row => row.Value.Facts.Name, StringComparer.Ordinal);
        var authors = await views.PeopleAsync(notes.Select(note => note.Value.By), cancellationToken);
        var names = await directory.NamesAsync(
            [
                .. detail.Tasks.Select(task => task.Assignee?.Value).OfType<string>(), .. (line.Value.RestrictedTo ?? []).Select(person => person.Value),
                .. line.Value.Shares.SelectMany(share => new[] { share.By, Audience.Person(share.With) }).OfType<PersonId>().Select(person => person.Value),
            ],
            [.. detail.Affected.Select(one => one.Institution.Value), .. line.Value.Shares.Select(share => Audience.Institution(share.With)).OfType<InstitutionId>().Select(institution => institution.Value)],
            cancellationToken);
        var partners = await directory.PartnersAsync(line.Value.Shares.Select(share => Audience.Partner(share.With)?.Value).OfType<string>(), cancellationToken);
        return new()
        {
            Summary = await views.SummaryAsync(viewer, line, cancellationToken),
            Description = detail.Description,
            Observables = detail.Observables,
            Tasks = [.. detail.Tasks.Select(task => new IncidentTask(task.Number, task.Title, names.Person(task.Assignee), task.Done, task.AddedAt))],
            Notes = [.. notes.Reverse().Select(note => NoteOf(note.Value, authors[note.Value.By], senders))],
            Affected = [.. detail.Affected.Select(one => new AffectedInstitution(names.Institution(one.Institution.Value), one.Status, one.Since, one.AcknowledgedAt))],
            Escalation = runs.Count > 0 ? Views.Escalation(runs[0]) : null,
            Notifications = await views.NotificationsAsync(told, cancellationToken),
            Alerts = (await AlertsOfAsync(line.Id, null, Shown, cancellationToken)).Items,
            RestrictedTo = line.Value.RestrictedTo is { } people ? [.. people.Select(person => names.Person(person.Value))] : null,
            Advisories = detail.Advisories is { Count: > 0 } named
                ? [.. (await rows.FindManyAsync(Domain.Advisories.AdvisoryKind.Lines, [.. named.Select(id => id.Value)], cancellationToken)).Select(row => new AdvisoryRef(AdvisoryId.Of(row.Id), row.Value.Number, row.Value.Title))]
                : [],
            Shares = [.. line.Value.Shares.Select(share => new ShareView(share.Number, Named(names, partners, share.With), share.Until, names.Person(share.By.Value), share.Why, share.At))],
            Attachments = await attachments.ListAsync(viewer, line, cancellationToken),
            Consents = await ConsentsAsync(line.Value.Consents, ofInstitution: false, cancellationToken),
        };
    }

    /// <summary>What a partner says stands under its name.</summary>
    private static IncidentNote NoteOf(NoteRow note, PersonRef by, Dictionary<string, string> partners)
        => note.Partner is { } partner && new PartnerRef(partner, partners.GetValueOrDefault(partner.Value, "an unknown partner")) is var from
            ? new(note.Version, note.Text, by with { Name = from.Name }, note.At, note.Tlp, from, note.ObjectId)
            : new(note.Version, note.Text, by, note.At, note.Tlp);

    /// <summary>Who works on it here is not for institutions to know.</summary>
    private async Task<IReadOnlyList<ConsentView>> ConsentsAsync(IEnumerable<IdentityConsent> consents, bool ofInstitution, CancellationToken cancellationToken)
    {
        var all = consents.ToArray();
        var names = await directory.NamesAsync(
            all.SelectMany(one => new PersonId?[] { one.By, one.AnsweredBy }).OfType<PersonId>().Select(person => person.Value),
            all.SelectMany(one => new[] { one.Of, Audience.Institution(one.To) }).OfType<InstitutionId>().Select(institution => institution.Value),
            cancellationToken);
        var partners = await directory.PartnersAsync(all.Select(one => Audience.Partner(one.To)?.Value).OfType<string>(), cancellationToken);
        return [.. all.Select(one => new ConsentView(
            one.Number, names.Institution(one.Of.Value), Named(names, partners, one.To), one.Why, ofInstitution ? null : names.Person(one.By.Value), one.AskedAt, one.AnswerBy, one.Until,
            one.State, one.State is ConsentState.Granted or ConsentState.Decided && need.IsOver(one), one.Reason, ofInstitution ? null : names.Person(one.AnsweredBy), one.AnsweredAt, one.Ground, one.Explanation))];
    }

    private static string Named(Names names, IReadOnlyDictionary<string, PartnerRef> partners, string word)
        => Audience.Partner(word) is { } partner ? partners[partner.Value].Name : Audience.Institution(word) is { } institution ? names.Institution(institution.Value).Name : names.Person(Audience.Person(word))?.Name ?? word;

    public async Task<Page<TimelineEntry>?> TimelineAsync(Caller caller, string id, string? cursor, int limit, CancellationToken cancellationToken)
    {
        if (await need.IncidentAsync(caller.Viewer, id, cancellationToken) is not { } line)
        {
            return null;
        }

        await readings.KeepAsync(caller, line, Sight.All, cancellationToken);

        return await views.TimelineAsync(line.Stream, cursor, limit, cancellationToken);
    }

    public async Task<Page<AlertView>?> AlertsAsync(Caller caller, string id, string? cursor, int limit, CancellationToken cancellationToken)
    {
        if (await need.IncidentAsync(caller.Viewer, id, cancellationToken) is not { } line)
        {
            return null;
        }

        await readings.KeepAsync(caller, line, Sight.All, cancellationToken);
        return await AlertsOfAsync(line.Id, cursor, limit, cancellationToken);
    }

    /// <summary>What was done to the incident's own fields after a version, as sentences: for who is told that it has changed.</summary>
    public async Task<IReadOnlyList<string>> ChangesAsync(string id, long afterVersion, CancellationToken cancellationToken)
    {
        var recent = await rows.ListAsync(
            Timeline.Table, new RowQuery(RowFilter.Is("subject", $"incident/{id}"), "at", Descending: true, Shown), cancellationToken);
        var own = recent.Rows.Where(row => row.Stream.Kind == "incident" && row.Value.Order > afterVersion && row.Value.Kind != "sightings-recorded").OrderBy(row => row.Value.Order).ToArray();
        var actors = await views.PeopleAsync(own.Select(row => row.Value.Actor), cancellationToken);
        var texts = await directory.FillAsync([.. own.Select(row => row.Value.Text)], cancellationToken);
        return [.. own.Select((row, index) => $"{row.Value.At.UtcDateTime:yyyy-MM-dd HH:mm:ss} UTC, {actors[row.Value.Actor].Name}: {texts[index]}")];
    }

    private async Task<Page<AlertView>> AlertsOfAsync(string id, string? cursor, int limit, CancellationToken cancellationToken)
    {
        var page = await Lists.PageAsync(
            () => rows.ListAsync(IncidentRows.Alerts, new RowQuery(RowFilter.Is("incident", id), "at", Descending: true, limit, cursor), cancellationToken), cursor);
        var found = (await rows.FindManyAsync(IntakeKind.Alerts, [.. page.Rows.Select(row => row.Value.Alert.Value)], cancellationToken)).ToDictionary(row => row.Id, StringComparer.Ordinal);
        var ordered = page.Rows.Select(row => found.GetValueOrDefault(row.Value.Alert.Value)).OfType<Row<AlertRecord>>().ToArray();
        return new(await views.AlertsAsync(ordered, cancellationToken), page.Next);
    }
}
