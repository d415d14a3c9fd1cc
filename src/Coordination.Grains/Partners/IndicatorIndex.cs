using System.Collections.Concurrent;
using Coordination.Contracts.Incidents;
using Coordination.Contracts.Intake;
using Coordination.Domain.Exchange;
using Coordination.Domain.Intake;
using Coordination.Domain.Journal;
using Coordination.Grains.Live;

namespace Coordination.Grains.Partners;

/// <summary>The indicators of all partners in memory, one for each process: read when it is first asked, then what has changed since it was asked last.</summary>
public sealed class IndicatorIndex(IRows rows, IIndicatorPatterns patterns) : ITailListener
{
    private const int Together = 1_000;

    private readonly SemaphoreSlim _one = new(1, 1);
    private readonly ConcurrentDictionary<string, bool> _changed = new(StringComparer.Ordinal);
    private readonly Dictionary<string, long> _seen = new(StringComparer.Ordinal);
    private IndicatorSet? _set;

    /// <summary>What finds something in each of these alerts.</summary>
    public async Task<IndicatorHits> FindAsync(IReadOnlyList<Arrival> arrivals, DateTimeOffset now, CancellationToken cancellationToken)
        => await FindAsync(set =>
        {
            var found = new Dictionary<AlertId, IReadOnlyList<IndicatorHit>>();
            foreach (var arrival in arrivals)
            {
                if (set.Find([.. AlertObservables.Of(arrival.Alert)], now) is { Count: > 0 } hits)
                {
                    found[arrival.Id] = hits;
                }
            }

            return new(found);
        }, cancellationToken);

    /// <summary>What finds something in these observables together.</summary>
    public async Task<IndicatorHits> FindAsync(IReadOnlyList<Observable> observables, DateTimeOffset now, CancellationToken cancellationToken)
        => await FindAsync(set => set.Find(observables, now) is { Count: > 0 } hits ? new(new Dictionary<AlertId, IReadOnlyList<IndicatorHit>> { [default] = hits }) : IndicatorHits.None, cancellationToken);

    /// <summary>Only remembers: whoever follows the journal must not wait.</summary>
    public Task OnChangedAsync(IReadOnlyList<FeedEntry> entries, CancellationToken cancellationToken)
    {
        foreach (var entry in entries.Where(entry => entry.Stream.Kind == "received"))
        {
            _changed[entry.Stream.Key] = true;
        }

        return Task.CompletedTask;
    }

    private async Task<IndicatorHits> FindAsync(Func<IndicatorSet, IndicatorHits> find, CancellationToken cancellationToken)
    {
        // Nobody waits for anybody where nothing is known and nothing has changed.
        if (Volatile.Read(ref _set) is { IsEmpty: true } && _changed.IsEmpty)
        {
            return IndicatorHits.None;
        }

        await _one.WaitAsync(cancellationToken);
        try
        {
            var set = await CurrentAsync(cancellationToken);
            return set.IsEmpty ? IndicatorHits.None : find(set);
        }
        finally
        {
            _one.Release();
        }
    }

    private async Task<IndicatorSet> CurrentAsync(CancellationToken cancellationToken)
    {
        if (_set is not { } set)
        {
            set = new(patterns);
            await ReadAsync(set, null, cancellationToken);
            Volatile.Write(ref _set, set);
            return set;
        }

        foreach (var lane in _changed.Keys)
        {
            // Taken off the list before it is read: what changes meanwhile is on it again. What could not be read is, too.
            _changed.TryRemove(lane, out _);
            try
            {
                await ReadAsync(set, lane, cancellationToken);
            }
            catch
            {
                _changed[lane] = true;
                throw;
            }
        }

        return set;
    }

    /// <summary>Reads all lanes, or what is new of one. One is read as it was written, so that what comes meanwhile is still ahead.</summary>
    private async Task ReadAsync(IndicatorSet set, string? lane, CancellationToken cancellationToken)
    {
        var query = lane is null
            ? new RowQuery(Limit: Together)
            : new RowQuery(RowFilter.Is("lane", lane) & new Compare("lane_version", Comparison.Greater, _seen.GetValueOrDefault(lane)), "lane_version", Limit: Together);
        var newest = new Dictionary<string, long>(StringComparer.Ordinal);
        string? after = null;
        do
        {
            var page = await rows.ListAsync(ReceivedRows.Indicators, query with { After = after }, cancellationToken);
            foreach (var row in page.Rows)
            {
                set.Set(row.Id, row.Value);
                // Of all lanes something may have come behind the page: only what the first one shows was there before, and is passed by the pages that follow.
                if (lane is not null || after is null)
                {
                    newest[row.Value.Lane] = Math.Max(newest.GetValueOrDefault(row.Value.Lane), row.Value.LaneVersion);
                }
            }

            after = page.Next;
        }
        while (after is not null);
        foreach (var (read, version) in newest)
        {
            _seen[read] = Math.Max(_seen.GetValueOrDefault(read), version);
        }
    }
}
