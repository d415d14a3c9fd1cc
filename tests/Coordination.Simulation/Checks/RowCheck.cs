using System.Text.Json;
using Coordination.Contracts;
using Coordination.Domain;
using Coordination.Domain.Journal;
using Coordination.Simulation.Storage;

namespace Coordination.Simulation.Checks;

/// <summary>What lists show is what the journal says: every row is the fold of the events, and there is no other.</summary>
internal static class RowCheck
{
    private static readonly Dictionary<string, IKind> KindOf = Kinds.All.ToDictionary(kind => kind.Name);

    public static void Check(Database database, Findings findings)
    {
        var folds = new Dictionary<StreamId, IRowFold>();
        var rows = new Dictionary<(string Table, string Id), (RowChange Change, EventRow By)>();
        foreach (var row in database.Events)
        {
            if (!folds.TryGetValue(row.Stream, out var fold))
            {
                folds.Add(row.Stream, fold = KindOf[row.Stream.Kind].Fold(row.Stream));
            }

            foreach (var change in fold.Next(row.Recorded))
            {
                rows[(change.Table.Name, change.Id)] = (change, row);
            }
        }

        foreach (var ((table, id), (change, by)) in rows)
        {
            var kept = database.Rows[table].GetValueOrDefault(id);
            if (change.Value is null != kept is null)
            {
                findings.Add($"The row {table} {id} is {(kept is null ? "missing" : "there, though it was taken out")} (by {by.Stream} version {by.Version}).");
            }
            else if (kept is not null && !kept.Body.AsSpan().SequenceEqual(JsonSerializer.SerializeToUtf8Bytes(change.Value, change.Table.RowType, Wire.Json)))
            {
                findings.Add($"The row {table} {id} is not what {by.Stream} version {by.Version} makes of it.");
            }
            else if (kept is not null && (kept.Stream != by.Stream || kept.Version < by.Version || kept.Version > database.Streams[by.Stream].Version))
            {
                findings.Add($"The row {table} {id} says {kept.Stream} version {kept.Version}; it is of {by.Stream} version {by.Version}.");
            }
        }

        foreach (var (table, kept) in database.Rows)
        {
            foreach (var id in kept.Keys.Where(id => !rows.ContainsKey((table, id))))
            {
                findings.Add($"The row {table} {id} is of no event.");
            }
        }
    }
}
