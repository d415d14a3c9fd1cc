using Coordination.Domain.Access;
using Coordination.Domain.Advisories;
using Coordination.Domain.Exchange;
using Coordination.Domain.Incidents;
using Coordination.Domain.Journal;

namespace Coordination.Host.Exchange;

/// <summary>The door through which what lies ready leaves for a partner: each object is judged (<see cref="StillMayLeave"/>) by what it tells of as that stands now, and what it says must still be there.</summary>
internal sealed class SharedNeed(IRows rows, TimeProvider clock)
{
    /// <summary>Those that may leave now, with what they say, in their order.</summary>
    public async Task<IReadOnlyList<ReadyObject>> PassedAsync(PartnerStanding partner, IReadOnlyList<Row<SharedObjectRow>> found, CancellationToken cancellationToken)
    {
        var may = await JudgedAsync(partner, found, cancellationToken);
        if (may.Count == 0)
        {
            return [];
        }

        // What it says is erased with what it tells of: then there is nothing any more that could leave.
        var contents = await rows.FindManyAsync(SharedContent.Table, [.. may.Select(row => row.Value.What.Content).Distinct()], cancellationToken);
        var said = contents.ToDictionary(row => row.Id, row => row.Value.Json, StringComparer.Ordinal);
        return [.. may.Where(row => said.ContainsKey(row.Value.What.Content)).Select(row => new ReadyObject(row.Id, row.Value, said[row.Value.What.Content]))];
    }

    private async Task<List<Row<SharedObjectRow>>> JudgedAsync(PartnerStanding partner, IReadOnlyList<Row<SharedObjectRow>> found, CancellationToken cancellationToken)
    {
        var origins = found.Select(row => row.Value.What.Origin).Distinct().Select(origin => new StreamId(origin)).ToArray();
        var incidents = await FindAsync(IncidentRows.Lines, [.. origins.Where(origin => origin.Kind == "incident").Select(origin => origin.Key)], cancellationToken);
        var others = origins.Where(origin => origin.Kind is not ("incident" or "reply")).ToArray();
        var sharings = await FindAsync(SharingKind.Table, [.. others.Select(origin => SharingKind.Stream(partner.Id, origin).Key)], cancellationToken);
        string[] keys = [.. others.Select(origin => origin.Key)];
        var (advisories, details) = (await FindAsync(AdvisoryKind.Lines, keys, cancellationToken), await FindAsync(AdvisoryKind.Details, keys, cancellationToken));
        var now = clock.GetUtcNow();
        return [.. found.Where(row => new StreamId(row.Value.What.Origin) is var origin && origin.Kind switch
        {
            "incident" => StillMayLeave.OfIncident(partner, row.Value.What, incidents.GetValueOrDefault(origin.Key), now),
            "reply" => StillMayLeave.OfAnswer(partner, row.Value.What, now),
            _ => StillMayLeave.OfAdvisory(
                partner, row.Value.What, sharings.GetValueOrDefault(SharingKind.Stream(partner.Id, origin).Key), advisories.GetValueOrDefault(origin.Key), details.GetValueOrDefault(origin.Key)?.Published, now),
        })];
    }

    private async Task<Dictionary<string, TRow>> FindAsync<TRow>(RowTable<TRow> table, string[] ids, CancellationToken cancellationToken) where TRow : class
        => ids.Length == 0 ? [] : (await rows.FindManyAsync(table, ids, cancellationToken)).ToDictionary(row => row.Id, row => row.Value, StringComparer.Ordinal);
}

/// <summary>An object that lies ready and may leave.</summary>
/// <param name="RowId">The id of its row.</param>
/// <param name="Json">What it says.</param>
internal sealed record ReadyObject(string RowId, SharedObjectRow Row, string Json);
