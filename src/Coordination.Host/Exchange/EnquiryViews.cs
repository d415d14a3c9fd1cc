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
        return [.. seen.Select(one => Summary(one.Line))];

        EnquirySummary Summary(Row<EnquiryRow> line) => new()
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
            Partner = new(line.Value.Partner, partners.GetValueOrDefault(line.Value.Partner.Value, "an unknown partner")),
            About = line.Value.About is { } id && incidents.TryGetValue(id, out var incident) ? new EnquiryIncident(id, incident.Number, incident.Title) : null,
            OpenedAt = line.Value.OpenedAt,
            UpdatedAt = line.Value.UpdatedAt,
            Due = line.Value.Due,
            Overdue = line.Value.Overdue(now),
            DueSoon = line.Value.DueSoon(now),
            WaitsFor = line.Value.WaitsFor,
            // Who works on it here is not for partners to know.
            Owner = viewer.Partner is null ? names.Person(line.Value.Owner) : null,
            Messages = line.Value.Messages,
            Outcome = line.Value.Outcome,
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

    private async Task<IReadOnlyList<EnquiryMessage>> MessagesAsync(Viewer viewer, SeenEnquiry seen, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        var all = (await rows.ListAsync(EnquiryRows.Messages, new RowQuery(RowFilter.Is("enquiry", seen.Line.Id), "message", Limit: 1_000), cancellationToken)).Rows
            .Where(row => EnquiryParts.ShowsMessage(viewer, row.Value, now)).Select(row => row.Value).ToArray();
        var actors = await views.PeopleAsync(all.Select(message => message.By), cancellationToken);
        var partner = (await directory.PartnersAsync([seen.Line.Value.Partner.Value], cancellationToken)).GetValueOrDefault(seen.Line.Value.Partner.Value, "the partner");
        return [.. all.Select(message => new EnquiryMessage(
            message.Number, message.Side, message.Side == EnquirySide.Ours ? viewer.Partner is null ? actors[message.By].Name : "the CERT" : message.From is { } from ? $"{from}, {partner}" : partner,
            message.At, message.Text, message.Tlp))];
    }
}
