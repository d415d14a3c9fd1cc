using Coordination.Contracts;
using Coordination.Contracts.Access;
using Coordination.Contracts.Advisories;
using Coordination.Contracts.Escalation;
using Coordination.Contracts.Incidents;
using Coordination.Domain.Access;
using Coordination.Domain.Advisories;
using Coordination.Domain.Escalation;
using Coordination.Domain.Incidents;
using Coordination.Domain.Journal;
using Coordination.Host.Http;
using Coordination.Host.Live;

namespace Coordination.Host.Advisories;

/// <summary>Puts pages about advisories together from rows, each as far as its viewer may see it.</summary>
internal sealed class AdvisoryPages(IRows rows, Need need, Views views, KnownVulnerabilities known, AdvisoryFiles files, AdvisoryAlerts alerts, Live.Directory directory, TimeProvider clock)
{
    /// <summary>A heat map or report shows so many; more help nobody at once.</summary>
    private const int MostAddressees = 10_000;

    public static AdvisorySummary Summary(Row<AdvisoryRow> line) => new()
    {
        Id = AdvisoryId.Of(line.Id),
        Number = line.Value.Number,
        Version = line.Version,
        Title = line.Value.Title,
        Status = line.Value.Status,
        Draft = line.Value.Draft,
        Severity = line.Value.Severity,
        Tlp = line.Value.Tlp,
        CallForAction = line.Value.CallForAction,
        Revision = line.Value.Revision,
        Cves = line.Value.Cves,
        Tags = line.Value.Tags,
        Score = line.Value.Score,
        Exploited = line.Value.Exploited,
        Exercise = line.Value.Exercise,
        UpdatedAt = line.Value.UpdatedAt,
        PublishedAt = line.Value.PublishedAt,
    };

    /// <summary>Advisories as the institution sees them to which they were addressed; of one for named recipients only that it exists.</summary>
    public async Task<IReadOnlyList<AdvisorySummary>> OwnAsync(Viewer viewer, IReadOnlyList<Row<AddresseeRow>> found, CancellationToken cancellationToken)
    {
        var addressees = await AddresseesAsync(found, withChase: false, cancellationToken);
        return [.. found.Zip(addressees, (row, own) =>
        {
            var sight = Disclosure.Of(viewer, row.Value, clock.GetUtcNow());
            return new AdvisorySummary
            {
                Id = row.Value.Advisory,
                Number = row.Value.Number,
                Version = row.Version,
                Title = sight > Sight.Existence ? row.Value.Title : "",
                Status = AdvisoryStatus.Published,
                Severity = row.Value.Severity,
                Tlp = row.Value.Tlp,
                CallForAction = row.Value.CallForAction,
                Revision = row.Value.Revision,
                Exercise = row.Value.Exercise,
                UpdatedAt = row.Value.UpdatedAt,
                PublishedAt = row.Value.AddressedAt,
                Own = AddresseeParts.Of(own, sight),
                Shown = sight,
            };
        })];
    }

    public async Task<AdvisoryView> ViewAsync(Viewer viewer, SeenAdvisory seen, CancellationToken cancellationToken)
    {
        var detail = (await rows.FindAsync(AdvisoryKind.Details, seen.Line.Id, cancellationToken))?.Value ?? new(null, null, [], [], [], null);
        if (seen.Own is { } own)
        {
            var open = AddresseeParts.IsOpen(viewer, own.Value, detail.Published, detail.Recipients, clock.GetUtcNow());
            return new()
            {
                Summary = (await OwnAsync(viewer, [own], cancellationToken))[0],
                Published = open ? detail.Published : null,
                Revisions = open ? detail.Revisions : [],
                Files = open ? await files.ListAsync(viewer, seen, detail, detail.Files, cancellationToken) : [],
                Known = open ? await known.OfAsync(CvesOf(detail.Published), cancellationToken) : [],
            };
        }

        var names = await directory.NamesAsync([], detail.Recipients.Concat(detail.Draft?.Recipients ?? []).Select(one => one.Institution.Value), cancellationToken);
        var authors = await views.PeopleAsync(new[] { detail.Draft?.LastAuthor, detail.Draft?.TextAuthor }.OfType<string>(), cancellationToken);
        var incidents = need.Passed(viewer, await rows.FindManyAsync(IncidentRows.Lines, [.. detail.Incidents.Select(id => id.Value)], cancellationToken));
        return new()
        {
            Summary = Summary(seen.Line),
            Published = detail.Published,
            Draft = detail.Draft is { } draft
                ? new(
                    draft.Content, draft.InReview ? DraftStatus.Review : DraftStatus.Editing, authors[draft.LastAuthor],
                    AdvisoryFindings.Of(draft.Content), Named(draft.Recipients, names), draft.Returned, draft.Criteria, draft.MatchIsOld(), draft.TextAuthor is { } writer ? authors[writer] : null) { Files = await files.ListAsync(viewer, seen, detail, draft.Files, cancellationToken) }
                : null,
            Revisions = detail.Revisions,
            Recipients = Named(detail.Recipients, names),
            Incidents = [.. incidents.Select(row => new AdvisoryIncident(row.Id, row.Value.Number, row.Value.Title))],
            Alerts = await alerts.SeenAsync(viewer, detail.Alerts, cancellationToken),
            WithdrawnBecause = detail.WithdrawnBecause,
            Files = await files.ListAsync(viewer, seen, detail, detail.Files, cancellationToken),
            Known = await known.OfAsync(CvesOf(detail.Published).Concat(CvesOf(detail.Draft?.Content)), cancellationToken),
        };
    }

    private static IEnumerable<string> CvesOf(AdvisoryContent? content) => (content?.Vulnerabilities ?? []).Select(one => one.Cve).OfType<string>();

    /// <summary>All institutions of an advisory: who was told when, who acted when, who is late.</summary>
    public async Task<AdvisoryReport> ReportAsync(Row<AdvisoryRow> line, CancellationToken cancellationToken)
    {
        var found = new List<Row<AddresseeRow>>();
        string? cursor = null;
        do
        {
            var page = await rows.ListAsync(AddresseeKind.Table, new RowQuery(RowFilter.Is("advisory", line.Id), "state", Limit: 1_000, After: cursor), cancellationToken);
            found.AddRange(page.Rows);
            cursor = page.Next;
        }
        while (cursor is not null && found.Count < MostAddressees);

        var all = (await AddresseesAsync(found, withChase: true, cancellationToken)).OrderBy(one => one.Institution.Abbreviation, StringComparer.OrdinalIgnoreCase).ToArray();
        return new(
            Summary(line),
            clock.GetUtcNow(),
            [.. all.GroupBy(one => one.State).OrderBy(group => group.Key).Select(group => new AddresseeCount(group.Key, group.Count()))],
            all.Count(one => one.Late && one.State != AddresseeState.Released),
            all.Count(one => one.Contradictions.Count > 0),
            all);
    }

    public async Task<IReadOnlyList<AddresseeView>> AddresseesAsync(IReadOnlyList<Row<AddresseeRow>> found, bool withChase, CancellationToken cancellationToken)
    {
        var names = await directory.NamesAsync([], found.Select(row => row.Value.Institution.Value), cancellationToken);
        var by = await views.PeopleAsync(found.Select(row => row.Value.AnsweredBy).OfType<string>(), cancellationToken);
        var runs = withChase
            ? (await rows.FindManyAsync(EscalationKind.Table, [.. found.Select(row => row.Value.Chase).OfType<string>()], cancellationToken)).ToDictionary(row => row.Id, StringComparer.Ordinal)
            : [];
        return [.. found.Select(row => new AddresseeView
        {
            Advisory = row.Value.Advisory,
            Institution = names.Institution(row.Value.Institution.Value),
            Version = row.Version,
            State = row.Value.State,
            Revision = row.Value.Revision,
            Reasons = row.Value.Reasons,
            AddressedAt = row.Value.AddressedAt,
            SentAt = row.Value.SentAt,
            OpenedAt = row.Value.OpenedAt,
            AcknowledgedAt = row.Value.AcknowledgedAt,
            Answer = row.Value.Answer,
            Note = row.Value.Note,
            AnsweredBy = row.Value.AnsweredBy is { } who ? by[who].Name : null,
            AnsweredAt = row.Value.AnsweredAt,
            DueAt = row.Value.DueAt,
            Late = Addressee.IsLate(row.Value.DueAt, row.Value.AnsweredAt, row.Value.ReleasedAt, clock.GetUtcNow()),
            NotReached = row.Value.NotReached,
            ReleasedAt = row.Value.ReleasedAt,
            ReleasedBecause = row.Value.ReleasedBecause,
            Contradictions = row.Value.Contradictions,
            Chase = row.Value.Chase is { } key && runs.TryGetValue(key, out var run)
                ? new(run.Value.Step, run.Value.Steps, run.Value.NextAt, run.Value.Status == EscalationStatus.Exhausted, run.Value.Alarm, run.Id)
                : null,
        })];
    }

    private static IReadOnlyList<RecipientView> Named(IEnumerable<Recipient> recipients, Names names)
        => [.. recipients.Select(one => new RecipientView(names.Institution(one.Institution.Value), one.Reasons, one.Removed)).OrderBy(one => one.Institution.Abbreviation, StringComparer.OrdinalIgnoreCase)];
}
