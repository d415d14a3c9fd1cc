using Coordination.Domain.Access;
using Coordination.Domain.Exchange;
using Coordination.Domain.Incidents;
using Coordination.Domain.Journal;

namespace Coordination.Host.Exchange;

/// <summary>The door through which what lies ready leaves for a partner: each object is judged by what it tells of as that stands now, and what it says must still be there.</summary>
internal sealed class SharedNeed(IRows rows, TimeProvider clock)
{
    /// <summary>Those that may leave now, with what they say, in their order.</summary>
    public async Task<List<ReadyObject>> PassedAsync(PartnerStanding partner, IReadOnlyList<Row<SharedObjectRow>> found, CancellationToken cancellationToken)
    {
        if (found.Count == 0)
        {
            return [];
        }

        var now = clock.GetUtcNow();
        var origins = await OriginsAsync(found, cancellationToken);
        var may = found.Where(row => origins.GetValueOrDefault(row.Value.What.Origin) is { } origin && SharedSight.MayLeave(partner, row.Value.What, origin, origin.Consents, now)).ToArray();
        // What it says is erased with what it tells of: then there is nothing any more that could leave.
        var contents = may.Length == 0 ? [] : await rows.FindManyAsync(SharedContent.Table, [.. may.Select(row => row.Value.What.Content).Distinct()], cancellationToken);
        var said = contents.ToDictionary(row => row.Id, row => row.Value.Json, StringComparer.Ordinal);
        return [.. may.Where(row => said.ContainsKey(row.Value.What.Content)).Select(row => new ReadyObject(row.Id, row.Value, said[row.Value.What.Content]))];
    }

    private async Task<Dictionary<string, IncidentRow>> OriginsAsync(IReadOnlyList<Row<SharedObjectRow>> found, CancellationToken cancellationToken)
    {
        var incidents = found.Select(row => row.Value.What.Origin).Distinct().Select(origin => new StreamId(origin)).Where(origin => origin.Kind == "incident").Select(origin => origin.Key).ToArray();
        return incidents.Length == 0 ? [] : (await rows.FindManyAsync(IncidentRows.Lines, incidents, cancellationToken)).ToDictionary(row => row.Stream.Value, row => row.Value, StringComparer.Ordinal);
    }
}

/// <summary>An object that lies ready and may leave.</summary>
/// <param name="RowId">The id of its row.</param>
/// <param name="Json">What it says.</param>
internal sealed record ReadyObject(string RowId, SharedObjectRow Row, string Json);
