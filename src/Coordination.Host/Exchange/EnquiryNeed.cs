using Coordination.Contracts;
using Coordination.Contracts.Access;
using Coordination.Contracts.Incidents;
using Coordination.Contracts.Partners;
using Coordination.Domain.Access;
using Coordination.Domain.Exchange;
using Coordination.Domain.Incidents;
using Coordination.Domain.Journal;

namespace Coordination.Host.Exchange;

/// <summary>A request that a viewer may see, and the incident that it is about.</summary>
internal sealed record SeenEnquiry(Row<EnquiryRow> Line, Row<IncidentRow>? About);

/// <summary>The door through which requests leave: a partner sees its own, staff all but those about an incident that they may not see. <see cref="EnquiryParts"/> decides.</summary>
internal sealed class EnquiryNeed(IRows rows, TimeProvider clock)
{
    /// <summary>Why this viewer, a partner, is let do nothing now; null for all others.</summary>
    public Refusal? Stopped(Viewer viewer)
        => viewer.Partner?.FlowAt(clock.GetUtcNow()) is { } flow && flow != PartnerFlow.Open ? EnquiryRefusals.NoFlow(flow) : null;

    /// <summary>By its id or its number.</summary>
    public async Task<SeenEnquiry?> FindAsync(Viewer viewer, string idOrNumber, CancellationToken cancellationToken)
    {
        var line = await rows.FindAsync(EnquiryRows.Lines, idOrNumber, cancellationToken)
            ?? ((await rows.ListAsync(EnquiryRows.Lines, new RowQuery(RowFilter.Is("number", idOrNumber), Limit: 1), cancellationToken)).Rows is [var only, ..] ? only : null);
        return line is not null && await PassedAsync(viewer, [line], cancellationToken) is [var seen] ? seen : null;
    }

    /// <summary>Narrowed in SQL to what can be the viewer's, and judged one by one: a page may be shorter than was asked for.</summary>
    public async Task<(IReadOnlyList<SeenEnquiry> Seen, string? Next)> ListAsync(Viewer viewer, RowQuery query, CancellationToken cancellationToken)
    {
        var own = viewer.Partner is { } partner ? RowFilter.Is("partner", partner.Id.Value) : null;
        var filter = own is null ? query.Filter : query.Filter is null ? own : query.Filter & own;
        var page = await rows.ListAsync(EnquiryRows.Lines, query with { Filter = filter }, cancellationToken);
        return (await PassedAsync(viewer, page.Rows, cancellationToken), page.Next);
    }

    /// <summary>Whether this viewer may ask for what is about an incident: otherwise a list would tell a partner which of its requests is about one that it does not see.</summary>
    public async Task<bool> MayAskAboutAsync(Viewer viewer, IncidentId about, CancellationToken cancellationToken)
        => viewer.Partner is null
            || (await rows.FindAsync(IncidentRows.Lines, about.Value, cancellationToken) is { } incident && EnquiryParts.OfIncident(viewer, incident.Value, clock.GetUtcNow()) > Sight.Nothing);

    /// <summary>Those of these that the viewer may see.</summary>
    public async Task<IReadOnlyList<SeenEnquiry>> PassedAsync(Viewer viewer, IReadOnlyList<Row<EnquiryRow>> found, CancellationToken cancellationToken)
    {
        var about = await IncidentsAsync(found, cancellationToken);
        return [.. from line in found
                   let incident = line.Value.About is { } id ? about.GetValueOrDefault(id.Value) : null
                   where EnquiryParts.Shows(viewer, line.Value, incident?.Value, clock.GetUtcNow())
                   select new SeenEnquiry(line, incident)];
    }

    private async Task<Dictionary<string, Row<IncidentRow>>> IncidentsAsync(IEnumerable<Row<EnquiryRow>> of, CancellationToken cancellationToken)
        => of.Select(row => row.Value.About?.Value).OfType<string>().Distinct().ToArray() is { Length: > 0 } ids
            ? (await rows.FindManyAsync(IncidentRows.Lines, ids, cancellationToken)).ToDictionary(row => row.Id, StringComparer.Ordinal)
            : [];
}
