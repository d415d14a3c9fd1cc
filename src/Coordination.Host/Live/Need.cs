using Coordination.Contracts.Access;
using Coordination.Contracts.Institutions;
using Coordination.Domain.Access;
using Coordination.Domain.Escalation;
using Coordination.Domain.Exchange;
using Coordination.Domain.Incidents;
using Coordination.Domain.Journal;
using Coordination.Domain.Notification;

namespace Coordination.Host.Live;

/// <summary>
/// The door through which rows leave for a viewer, used by HTTP and hub alike: lists are narrowed by the viewer's audiences in SQL, and what
/// comes back passes <see cref="Disclosure"/> once more. What belongs to an incident is seen by who sees the incident.
/// </summary>
internal sealed class Need(IRows rows, TimeProvider clock)
{
    /// <summary>What all who read cases find.</summary>
    public static readonly RowFilter ForStaff = new Compare("audiences", Comparison.HasWord, Disclosure.Staff);

    /// <summary>The condition that narrows lists of incidents to what the viewer may see.</summary>
    public static RowFilter Narrow(Viewer viewer)
        => new AnyOf([.. Disclosure.AudiencesFor(viewer).Select(word => new Compare("audiences", Comparison.HasWord, word))]);

    /// <summary>How far the viewer may see it.</summary>
    public Sight SightOf(Viewer viewer, IncidentRow row) => Disclosure.Of(viewer, row, clock.GetUtcNow());

    /// <summary>Whether the time has passed for which a consent was given or a decision made.</summary>
    public bool IsOver(IdentityConsent consent) => consent.Until <= clock.GetUtcNow();

    /// <summary>The institutions of an incident of which this viewer, who sees it in part, is not told.</summary>
    public IReadOnlyList<InstitutionId> Hidden(Viewer viewer, IncidentRow row)
        => [.. row.Institutions.Where(institution => !Disclosure.Reveals(viewer, row.Consents, institution, clock.GetUtcNow()))];

    public IReadOnlyList<Row<IncidentRow>> Passed(Viewer viewer, IReadOnlyList<Row<IncidentRow>> found, Sight atLeast = Sight.All)
        => [.. found.Where(row => SightOf(viewer, row.Value) >= atLeast)];

    public async Task<RowPage<IncidentRow>> ListAsync(Viewer viewer, RowQuery query, CancellationToken cancellationToken)
    {
        var page = await rows.ListAsync(IncidentRows.Lines, query with { Filter = query.Filter is null ? Narrow(viewer) : query.Filter & Narrow(viewer) }, cancellationToken);
        return page with { Rows = Passed(viewer, page.Rows, Sight.Existence) };
    }

    /// <summary>The incident by its id or its number, if the viewer may see all of it, or as much as is asked for.</summary>
    public async Task<Row<IncidentRow>?> IncidentAsync(Viewer viewer, string idOrNumber, CancellationToken cancellationToken, Sight atLeast = Sight.All)
    {
        var found = await rows.FindAsync(IncidentRows.Lines, idOrNumber, cancellationToken)
            ?? ((await rows.ListAsync(IncidentRows.Lines, new RowQuery(RowFilter.Is("number", idOrNumber), Limit: 1), cancellationToken)).Rows is [var only, ..] ? only : null);
        return found is not null && SightOf(viewer, found.Value) >= atLeast ? found : null;
    }

    /// <summary>Those of these escalations and notifications whose subject the viewer may see.</summary>
    public async Task<IReadOnlyList<Row<TRow>>> OfSubjectsAsync<TRow>(Viewer viewer, IReadOnlyList<Row<TRow>> found, CancellationToken cancellationToken) where TRow : class
    {
        var subjects = found.Select(SubjectOf).Where(subject => subject.Kind == "incident").Select(subject => subject.Key).Distinct().ToArray();
        var seen = subjects.Length == 0 ? [] : Passed(viewer, await rows.FindManyAsync(IncidentRows.Lines, subjects, cancellationToken)).Select(row => row.Id).ToHashSet(StringComparer.Ordinal);
        var enquiries = await EnquiriesAsync(viewer, found.Select(SubjectOf).Where(subject => subject.Kind == "enquiry").Select(subject => subject.Key), cancellationToken);
        // What becomes of advisories at institutions is for all who read cases.
        var all = Rights.Has(viewer, Right.ReadCases);
        return [.. found.Where(row => SubjectOf(row) is var subject && subject.Kind switch
        {
            "incident" => seen.Contains(subject.Key),
            "enquiry" => enquiries.Contains(subject.Key),
            "addressee" => all,
            _ => false,
        })];
    }

    /// <summary>Those of these requests that one of us may see. A partner is told nothing of who is told here.</summary>
    private async Task<HashSet<string>> EnquiriesAsync(Viewer viewer, IEnumerable<string> keys, CancellationToken cancellationToken)
    {
        if (viewer.Partner is not null || keys.Distinct().ToArray() is not { Length: > 0 } ids)
        {
            return [];
        }

        var found = await rows.FindManyAsync(EnquiryRows.Lines, ids, cancellationToken);
        var about = (await rows.FindManyAsync(IncidentRows.Lines, [.. found.Select(row => row.Value.About?.Value).OfType<string>().Distinct()], cancellationToken)).ToDictionary(row => row.Id, row => row.Value, StringComparer.Ordinal);
        return [.. found.Where(row => EnquiryParts.Shows(viewer, row.Value, row.Value.About is { } id ? about.GetValueOrDefault(id.Value) : null, clock.GetUtcNow())).Select(row => row.Id)];
    }

    private static StreamId SubjectOf<TRow>(Row<TRow> row) where TRow : class => new(row.Value switch
    {
        EscalationRow escalation => escalation.Subject,
        NotificationRow notification => notification.Subject,
        _ => "",
    });
}
