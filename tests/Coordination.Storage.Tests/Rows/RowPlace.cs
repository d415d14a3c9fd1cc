using Coordination.Domain.Journal;
using Coordination.Storage.Journal;

namespace Coordination.Storage.Tests.Rows;

/// <summary>Row tables and no journal: reading and writing rows is what is tested here.</summary>
internal abstract class RowPlace(params IReadOnlyList<RowTable> tables) : IAsyncDisposable
{
    private readonly RowTables _tables = new(tables);

    public IReadOnlyList<RowTable> Tables => _tables.All;

    public abstract IRows Rows { get; }

    /// <summary>Writes the changes at once, as a group of commits does.</summary>
    public Task WriteAsync(params IEnumerable<RowChange> changes)
        => WriteAsync([.. changes.Select(change => (_tables.Prepare(change), new StreamId($"{change.Table.Name}/{change.Id}"), 1L))]);

    public Task PutAsync(params IEnumerable<Sample> rows) => WriteAsync(rows.Select(row => Sample.Table.Put(row.Id, row)));

    /// <summary>Deletes all rows of a stream.</summary>
    public abstract Task EraseAsync(StreamId stream);

    public abstract ValueTask DisposeAsync();

    protected abstract Task WriteAsync(IReadOnlyList<(PreparedRow Row, StreamId Stream, long Version)> rows);
}
