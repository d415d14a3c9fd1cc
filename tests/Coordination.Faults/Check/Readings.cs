using Coordination.Contracts;
using Coordination.Contracts.Client;
using Coordination.Contracts.Incidents;
using Coordination.Contracts.Intake;
using Coordination.Contracts.Live;

namespace Coordination.Faults.Check;

/// <summary>One incident as it is shown.</summary>
internal sealed record IncidentReading(IncidentSummary Summary, IReadOnlyList<AlertView> Alerts, IReadOnlyList<TimelineEntry> Timeline);

/// <summary>What the system shows over HTTP, all of it.</summary>
internal sealed record Readings(IReadOnlyList<IncidentReading> Incidents, IReadOnlyList<AlertView> Unattributed, IReadOnlyList<ParkedView> Parked)
{
    public static async Task<Readings> TakeAsync(CoordinationClient client)
    {
        var summaries = await AllAsync(cursor => client.IncidentsAsync(cursor: cursor, limit: 100));
        var incidents = new IncidentReading[summaries.Count];
        await Parallel.ForEachAsync(summaries.Index(), new ParallelOptions { MaxDegreeOfParallelism = 6 }, async (one, _) => incidents[one.Index] = new(
            one.Item, await AllAsync(cursor => client.AlertsAsync(one.Item.Id, cursor)), await AllAsync(cursor => client.TimelineAsync(one.Item.Id, cursor))));
        return new(incidents, await AllAsync(cursor => client.UnattributedAsync(cursor)), await client.ParkedAsync());
    }

    private static async Task<List<TItem>> AllAsync<TItem>(Func<string?, Task<Page<TItem>>> page)
    {
        var all = new List<TItem>();
        string? cursor = null;
        do
        {
            var next = await page(cursor);
            all.AddRange(next.Items);
            cursor = next.Next;
        }
        while (cursor is not null);

        return all;
    }
}
