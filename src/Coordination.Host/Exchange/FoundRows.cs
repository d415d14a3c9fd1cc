using Coordination.Domain.Journal;

namespace Coordination.Host.Exchange;

/// <summary>Reads the rows of things of one kind together.</summary>
internal static class FoundRows
{
    /// <summary>So many are asked for at once, because a page of rows is bounded and what happened between two looks is not.</summary>
    private const int Together = 1_000;

    /// <summary>By the key of the stream.</summary>
    public static async Task<Dictionary<string, Row<TRow>>> FoundAsync<TRow>(this IRows rows, RowTable<TRow> table, IEnumerable<string> keys, CancellationToken cancellationToken) where TRow : class
    {
        var found = new Dictionary<string, Row<TRow>>(StringComparer.Ordinal);
        foreach (var ids in keys.Distinct().Chunk(Together))
        {
            foreach (var row in await rows.FindManyAsync(table, ids, cancellationToken))
            {
                found[row.Id] = row;
            }
        }

        return found;
    }

    /// <summary>Of these ids those that a filter lets through.</summary>
    public static async Task<IReadOnlySet<string>> PassedAsync<TRow>(this IRows rows, RowTable<TRow> table, RowFilter? asked, IEnumerable<string> keys, CancellationToken cancellationToken) where TRow : class
    {
        var passed = new HashSet<string>(StringComparer.Ordinal);
        foreach (var ids in keys.Distinct().Chunk(Together))
        {
            var filter = new AnyValue("id", [.. ids]);
            passed.UnionWith((await rows.ListAsync(table, new RowQuery(asked is null ? filter : asked & filter, Limit: ids.Length), cancellationToken)).Rows.Select(row => row.Id));
        }

        return passed;
    }
}
