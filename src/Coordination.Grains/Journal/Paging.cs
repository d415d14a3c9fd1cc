using System.Globalization;
using System.Runtime.CompilerServices;
using Coordination.Domain.Journal;

namespace Coordination.Grains.Journal;

/// <summary>Reads all rows that a filter selects, page by page. What is deleted behind the reader disturbs nothing.</summary>
public static class Paging
{
    private const int AtOnce = 500;

    public static async IAsyncEnumerable<IReadOnlyList<Row<TRow>>> PagesAsync<TRow>(
        this IRows rows, RowTable<TRow> table, RowFilter? filter, string orderBy = "id", [EnumeratorCancellation] CancellationToken cancellationToken = default) where TRow : class
    {
        string? after = null;
        do
        {
            var page = await rows.ListAsync(table, new RowQuery(filter, orderBy, Limit: AtOnce, After: after), cancellationToken);
            if (page.Rows.Count > 0)
            {
                yield return page.Rows;
            }

            after = page.Next;
        }
        while (after is not null);
    }

    public static async IAsyncEnumerable<Row<TRow>> AllAsync<TRow>(
        this IRows rows, RowTable<TRow> table, RowFilter? filter, [EnumeratorCancellation] CancellationToken cancellationToken = default) where TRow : class
    {
        await foreach (var page in rows.PagesAsync(table, filter, cancellationToken: cancellationToken))
        {
            foreach (var row in page)
            {
                yield return row;
            }
        }
    }

    public static async Task<List<Row<TRow>>> ListAllAsync<TRow>(this IRows rows, RowTable<TRow> table, RowFilter? filter, CancellationToken cancellationToken) where TRow : class
    {
        var all = new List<Row<TRow>>();
        await foreach (var page in rows.PagesAsync(table, filter, cancellationToken: cancellationToken))
        {
            all.AddRange(page);
        }

        return all;
    }

    /// <summary>The version of the event that made the row, where its id ends with it. The row's own version is that of its whole commit.</summary>
    public static long EventVersion<TRow>(this Row<TRow> row) where TRow : class => long.Parse(row.Id[(row.Id.LastIndexOf('@') + 1)..], CultureInfo.InvariantCulture);

    public static async Task<long> CountAllAsync(this IRows rows, RowTable table, RowFilter filter, CancellationToken cancellationToken)
        => (await rows.CountAsync(table, filter, [], cancellationToken)).Sum(one => one.Count);
}
