using Coordination.Domain.Journal;
using Coordination.Simulation.Cluster;

namespace Coordination.Simulation.Storage;

/// <summary>Rows as one process reads them. Only what decisions ask for: by id, and whole small tables.</summary>
internal sealed class SimulatedRows(World world, SimulatedProcess process) : IRows
{
    public Task<Row<TRow>?> FindAsync<TRow>(RowTable<TRow> table, string id, CancellationToken cancellationToken) where TRow : class
        => process.ReadAsync(id, () => Table(table).TryGetValue(id, out var row) ? AsRow<TRow>(row) : null);

    public Task<IReadOnlyList<Row<TRow>>> FindManyAsync<TRow>(RowTable<TRow> table, IReadOnlyCollection<string> ids, CancellationToken cancellationToken) where TRow : class
        => process.ReadAsync<IReadOnlyList<Row<TRow>>>(null, () => [.. ids.Where(id => Table(table).ContainsKey(id)).Select(id => AsRow<TRow>(Table(table)[id]))]);

    public Task<RowPage<TRow>> ListAsync<TRow>(RowTable<TRow> table, RowQuery query, CancellationToken cancellationToken) where TRow : class
        => query is { Filter: null, After: null }
            ? process.ReadAsync(null, () => new RowPage<TRow>([.. Table(table).Values.Select(AsRow<TRow>)], null))
            : throw new NotSupportedException("The simulation lists whole tables only.");

    public Task<IReadOnlyList<RowCount>> CountAsync(RowTable table, RowFilter? filter, IReadOnlyList<string> by, CancellationToken cancellationToken)
        => throw new NotSupportedException("No decision counts rows.");

    public Task<long> SumAsync(RowTable table, string column, RowFilter? filter, CancellationToken cancellationToken)
        => throw new NotSupportedException("No decision sums rows.");

    private Dictionary<string, RowRow> Table(RowTable table) => world.Database.Rows[table.Name];

    private static Row<TRow> AsRow<TRow>(RowRow row) where TRow : class => new(row.Id, row.Stream, row.Version, row.Value<TRow>());
}
