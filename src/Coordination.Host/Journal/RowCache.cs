using System.Collections.Concurrent;
using Coordination.Domain.Journal;
using Coordination.Grains.Live;

namespace Coordination.Host.Journal;

/// <summary>Rows that every request of one sort needs, remembered by the process. It follows the journal: what has changed is forgotten at once. What is not there is not remembered.</summary>
/// <param name="rows">Where they are read.</param>
/// <param name="table">Their table: one row for each thing, under its id.</param>
/// <param name="kind">The kind of thing.</param>
internal abstract class RowCache<TRow>(IRows rows, RowTable<TRow> table, string kind) : ITailListener where TRow : class
{
    /// <summary>More are not kept; forgetting costs one reading.</summary>
    private const int Most = 10_000;

    private readonly ConcurrentDictionary<string, TRow> _known = new(StringComparer.Ordinal);
    private long _generation;

    public async ValueTask<TRow?> FindAsync(string id, CancellationToken cancellationToken)
        => _known.TryGetValue(id, out var facts) ? facts : await ReadAsync(id, cancellationToken);

    /// <summary>Reads it whatever is remembered: for who must know what was written a moment ago.</summary>
    public async Task<TRow?> ReadAsync(string id, CancellationToken cancellationToken)
    {
        var generation = Volatile.Read(ref _generation);
        var facts = (await rows.FindAsync(table, id, cancellationToken))?.Value;
        // What changed while it was being read must not be kept as it was before.
        if (facts is not null && generation == Volatile.Read(ref _generation) && _known.Count < Most)
        {
            _known[id] = facts;
        }
        else if (facts is null)
        {
            _known.TryRemove(id, out _);
        }

        return facts;
    }

    /// <summary>What is known of this id is read again.</summary>
    public void Forget(string id)
    {
        Interlocked.Increment(ref _generation);
        _known.TryRemove(id, out _);
    }

    public Task OnChangedAsync(IReadOnlyList<FeedEntry> entries, CancellationToken cancellationToken)
    {
        foreach (var entry in entries)
        {
            if (entry.Stream.Kind == kind)
            {
                Forget(entry.Stream.Key);
            }
        }

        return Task.CompletedTask;
    }
}
