using System.Collections.Concurrent;
using Coordination.Contracts.Advisories;
using Coordination.Contracts.Institutions;
using Coordination.Domain.Advisories;
using Coordination.Domain.Institutions;
using Coordination.Domain.Journal;
using Coordination.Grains.Live;

namespace Coordination.Grains.Advisories;

/// <summary>What all institutions have, in memory, one for each process: read when it is first asked, or before (<see cref="InventoryReading"/>), then what has changed since it was asked last.</summary>
public sealed class InventoryIndex(IRows rows) : ITailListener
{
    private const int Together = 1_000;

    private readonly SemaphoreSlim _one = new(1, 1);
    private readonly ConcurrentDictionary<string, bool> _changed = new(StringComparer.Ordinal);
    private Inventories? _inventories;

    /// <summary>Who has something that the advisory warns of, with the reasons.</summary>
    public async Task<IReadOnlyDictionary<InstitutionId, IReadOnlyList<RecipientReason>>> FindAsync(AdvisoryContent content, int most, CancellationToken cancellationToken)
    {
        await _one.WaitAsync(cancellationToken);
        try
        {
            return (await CurrentAsync(cancellationToken)).Find(content, most, cancellationToken.ThrowIfCancellationRequested);
        }
        finally
        {
            _one.Release();
        }
    }

    /// <summary>Reads what has not been read yet.</summary>
    public async Task ReadAsync(CancellationToken cancellationToken)
    {
        await _one.WaitAsync(cancellationToken);
        try
        {
            await CurrentAsync(cancellationToken);
        }
        finally
        {
            _one.Release();
        }
    }

    /// <summary>Only remembers: whoever follows the journal must not wait for thousands of inventories.</summary>
    public Task OnChangedAsync(IReadOnlyList<FeedEntry> entries, CancellationToken cancellationToken)
    {
        foreach (var entry in entries.Where(entry => entry.Stream.Kind == "inventory"))
        {
            _changed[entry.Stream.Key] = true;
        }

        return Task.CompletedTask;
    }

    private async Task<Inventories> CurrentAsync(CancellationToken cancellationToken)
    {
        // Taken off the list before they are read: what changes meanwhile is on it again.
        var changed = _changed.Keys.Where(key => _changed.TryRemove(key, out _)).ToArray();
        var (inventories, isNew) = _inventories is { } known ? (known, false) : (new Inventories(), true);
        _inventories = null;
        if (isNew)
        {
            string? after = null;
            do
            {
                var page = await rows.ListAsync(InventoryKind.Table, new RowQuery(Limit: Together, After: after), cancellationToken);
                Set(inventories, page.Rows);
                after = page.Next;
            }
            while (after is not null);
        }
        else
        {
            foreach (var some in changed.Chunk(Together))
            {
                Set(inventories, await rows.FindManyAsync(InventoryKind.Table, some, cancellationToken));
            }
        }

        return _inventories = inventories;
    }

    private static void Set(Inventories inventories, IReadOnlyList<Row<InventoryRow>> found)
    {
        foreach (var row in found)
        {
            inventories.Set(InstitutionId.Of(row.Id), row.Value.Products);
        }
    }
}
