using Coordination.Domain.Journal;

namespace Coordination.Storage.Tests.Rebuild;

/// <summary>Rows to be read, and what is closed after it.</summary>
internal sealed class OpenRows(IRows rows, IAsyncDisposable? whole) : IAsyncDisposable
{
    public Task<Row<TRow>?> FindAsync<TRow>(RowTable<TRow> table, string id, CancellationToken cancellationToken) where TRow : class => rows.FindAsync(table, id, cancellationToken);

    public Task<IReadOnlyList<Row<TRow>>> FindManyAsync<TRow>(RowTable<TRow> table, IReadOnlyCollection<string> ids, CancellationToken cancellationToken) where TRow : class
        => rows.FindManyAsync(table, ids, cancellationToken);

    public Task<RowPage<TRow>> ListAsync<TRow>(RowTable<TRow> table, RowQuery query, CancellationToken cancellationToken) where TRow : class => rows.ListAsync(table, query, cancellationToken);

    public ValueTask DisposeAsync() => whole?.DisposeAsync() ?? ValueTask.CompletedTask;
}
