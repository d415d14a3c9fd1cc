using Coordination.Contracts.Access;
using Coordination.Contracts.Escalation;
using Coordination.Contracts.Exchange;
using Coordination.Contracts.Incidents;
using Coordination.Contracts.Partners;
using Coordination.Domain.Access;
using Coordination.Domain.Escalation;
using Coordination.Domain.Exchange;
using Coordination.Domain.Journal;
using Coordination.Domain.Notification;
using Coordination.Host.Live;

namespace Coordination.Host.Exchange;

/// <summary>Turns requests into what leaves the process, for those who passed <see cref="EnquiryNeed"/>.</summary>
internal sealed class EnquiryViews(IRows rows, Views views, Live.Directory directory, TimeProvider clock)
{
    private const int Shown = 100;

    public async Task<IReadOnlyList<EnquirySummary>> SummariesAsync(Viewer viewer, IReadOnlyList<SeenEnquiry> seen, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        var partners = await directory.PartnersAsync(seen.Select(one => one.Line.Value.Partner.Value), cancellationToken);
        var names = await directory.NamesAsync(seen.Select(one => one.Line.Value.Owner?.Value).OfType<string>(), [], cancellationToken);
        var incidents = (await views.SummariesAsync(viewer, [.. seen.Select(one => one.About).OfType<Row<Domain.Incidents.IncidentRow>>().DistinctBy(row => row.Id)
            .Where(row => EnquiryParts.OfIncident(viewer, row.Value, now) > Sight.Nothing)], cancellationToken)).ToDictionary(one => one.Id);
        var summaries = new List<EnquirySummary>(seen.Count);
        foreach (var (line, _) in seen)
        {
            summaries.Add(Summary(line, viewer.Partner is null ? line.Value.Messages : (await ShownAsync(viewer, line, cancellationToken)).Count));
        }

        return summaries;

        EnquirySummary Summary(Row<EnquiryRow> line, int messages) => new()
        {
            Id = EnquiryId.Of(line.Id),
            Number = line.Value.Number,
            Version = line.Version,
            Direction = line.Value.Direction,
            Kind = line.Value.Kind,
            Status = line.Value.Status,
            Title = line.Value.Title,
            Tlp = line.Value.Tlp,
            Severity = line.Value.Severity,
            Partner = partners[line.Value.Partner.Value],
            About = line.Value.About is { } id && incidents.TryGetValue(id, out var incident) ? new EnquiryIncident(id, incident.Number, incident.Title) : null,
            OpenedAt = line.Value.OpenedAt,
            UpdatedAt = line.Value.UpdatedAt,
            Due = line.Value.Due,
            Overdue = line.Value.Overdue(now),
            DueSoon = line.Value.DueSoon(now),
            WaitsFor = line.Value.WaitsFor,
            // Who works on it here is not for partners to know.
            Owner = viewer.Partner is null ? names.Person(line.Value.Owner) : null,
            Messages = messages,
            Outcome = EnquiryParts.ShowsOutcome(viewer, line.Value, now) ? line.Value.Outcome : null,
            Exercise = line.Value.Exercise,
        };
    }

    public async Task<EnquiryView> ViewAsync(Viewer viewer, SeenEnquiry seen, CancellationToken cancellationToken)
    {
        var subject = RowFilter.Is("subject", seen.Line.Stream.Value);
        var staff = viewer.Partner is null;
        var runs = staff ? (await rows.ListAsync(EscalationKind.Table, new RowQuery(subject, "started_at", Descending: true, 1), cancellationToken)).Rows : [];
        var told = staff ? (await rows.ListAsync(NotificationKind.Table, new RowQuery(subject, "at", Descending: true, Shown), cancellationToken)).Rows : [];
        return new()
        {
            Summary = (await SummariesAsync(viewer, [seen], cancellationToken))[0],
            Messages = await MessagesAsync(viewer, seen, cancellationToken),
            Escalation = runs.Count > 0 ? Views.Escalation(runs[0]) : null,
            Notifications = await views.NotificationsAsync(told, cancellationToken),
        };
    }

    /// <summary>The newest message that the viewer is shown; null where it is shown none.</summary>
    public async Task<EnquiryMessageRow?> NewestAsync(Viewer viewer, Row<EnquiryRow> line, CancellationToken cancellationToken) => (await ShownAsync(viewer, line, cancellationToken)) is [.., var newest] ? newest : null;

    /// <summary>A message by its number in the journal; null where the viewer is not shown it.</summary>
    public async Task<EnquiryMessageRow?> MessageAsync(Viewer viewer, Row<EnquiryRow> line, int number, CancellationToken cancellationToken)
        => (await ShownAsync(viewer, line, cancellationToken)).FirstOrDefault(message => message.Number == number);

    private async Task<IReadOnlyList<EnquiryMessage>> MessagesAsync(Viewer viewer, SeenEnquiry seen, CancellationToken cancellationToken)
    {
        var all = await ShownAsync(viewer, seen.Line, cancellationToken);
        var actors = await views.PeopleAsync(all.Select(message => message.By), cancellationToken);
        var partner = (await directory.PartnersAsync([seen.Line.Value.Partner.Value], cancellationToken))[seen.Line.Value.Partner.Value].Name;
        // Counted as they are shown: a gap would tell of what is not.
        return [.. all.Select((message, place) => new EnquiryMessage(
            place + 1, message.Side, message.Side == EnquirySide.Ours ? viewer.Partner is null ? actors[message.By].Name : "the CERT" : message.From is { } from ? $"{from}, {partner}" : partner,
            message.At, message.Text, message.Tlp))];
    }

    private async Task<IReadOnlyList<EnquiryMessageRow>> ShownAsync(Viewer viewer, Row<EnquiryRow> line, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        return [.. (await rows.ListAsync(EnquiryRows.Messages, new RowQuery(RowFilter.Is("enquiry", line.Id), "message", Limit: 1_000), cancellationToken)).Rows.Select(row => row.Value)
            .Where(message => EnquiryParts.ShowsMessage(viewer, message, now))];
    }
}
