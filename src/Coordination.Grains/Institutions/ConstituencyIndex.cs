using Coordination.Contracts.Institutions;
using Coordination.Domain.Institutions;
using Coordination.Domain.Journal;
using Coordination.Grains.Live;

namespace Coordination.Grains.Institutions;

/// <summary>The constituency in memory, one for each process: read once, then following every change of an institution.</summary>
public sealed class ConstituencyIndex(IRows rows) : ITailListener
{
    private readonly SemaphoreSlim _changing = new(1, 1);
    private volatile Constituency? _current;

    /// <summary>The constituency as it stands.</summary>
    public async ValueTask<Constituency> CurrentAsync(CancellationToken cancellationToken)
        => _current ?? await ChangeAsync(static constituency => constituency, cancellationToken);

    public async Task OnChangedAsync(IReadOnlyList<FeedEntry> entries, CancellationToken cancellationToken)
    {
        var changed = entries.Where(entry => entry.Stream.Kind == "institution").Select(entry => entry.Stream.Key).Distinct().ToArray();
        if (changed.Length == 0)
        {
            return;
        }

        var now = await rows.FindManyAsync(InstitutionKind.Table, changed, cancellationToken);
        await ChangeAsync(constituency => now.Aggregate(constituency, static (all, row) => all.With(InstitutionId.Of(row.Id), row.Value.Assets)), cancellationToken);
    }

    private async Task<Constituency> ChangeAsync(Func<Constituency, Constituency> change, CancellationToken cancellationToken)
    {
        await _changing.WaitAsync(cancellationToken);
        try
        {
            return _current = change(_current ?? await ReadAsync(cancellationToken));
        }
        finally
        {
            _changing.Release();
        }
    }

    private async Task<Constituency> ReadAsync(CancellationToken cancellationToken)
    {
        var constituency = Constituency.Empty;
        string? after = null;
        do
        {
            var page = await rows.ListAsync(InstitutionKind.Table, new RowQuery(Limit: 1_000, After: after), cancellationToken);
            constituency = page.Rows.Aggregate(constituency, static (all, row) => all.With(InstitutionId.Of(row.Id), row.Value.Assets));
            after = page.Next;
        }
        while (after is not null);
        return constituency;
    }
}
