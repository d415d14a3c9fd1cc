using Coordination.Domain.Journal;

namespace Coordination.Host.Exchange;

/// <summary>Reads the rows of things of one kind together.</summary>
internal static class FoundRows
{
    /// <summary>By the key of the stream.</summary>
    public static async Task<Dictionary<string, Row<TRow>>> FoundAsync<TRow>(this IRows rows, RowTable<TRow> table, IEnumerable<string> keys, CancellationToken cancellationToken) where TRow : class
        => keys.Distinct().ToArray() is { Length: > 0 } ids ? (await rows.FindManyAsync(table, ids, cancellationToken)).ToDictionary(row => row.Id, StringComparer.Ordinal) : [];

    /// <summary>Of these ids those that a filter lets through.</summary>
    public static async Task<IReadOnlyCollection<string>> PassedAsync<TRow>(this IRows rows, RowTable<TRow> table, RowFilter? asked, IEnumerable<string> keys, CancellationToken cancellationToken) where TRow : class
    {
        object[] ids = [.. keys.Distinct()];
        return ids.Length == 0 ? []
            : [.. (await rows.ListAsync(table, new RowQuery(new AllOf([.. asked is null ? [] : new[] { asked }, new AnyValue("id", ids)]), Limit: ids.Length), cancellationToken)).Rows.Select(row => row.Id)];
    }
}
