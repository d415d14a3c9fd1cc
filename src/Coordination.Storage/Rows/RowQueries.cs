using Coordination.Domain.Journal;

namespace Coordination.Storage.Rows;

/// <summary>A row that a page's statement found, and the value that it is ordered by.</summary>
internal sealed record FoundRow<TRow>(Row<TRow> Row, object? Order) where TRow : class;

/// <summary>The statements behind <see cref="IRows"/>, and what their answers are put together to; an engine only runs them.</summary>
internal static class RowQueries
{
    /// <summary>The most rows of one page.</summary>
    public const int MaxLimit = 10_000;

    /// <summary>Selects id, stream, version and body of these rows.</summary>
    public static FilterSql Find(RowDialect dialect, RowTable table, IReadOnlyCollection<string> ids)
    {
        ArgumentNullException.ThrowIfNull(table);
        ArgumentNullException.ThrowIfNull(ids);
        return Select(new(table, dialect), null).Add(" where ").Where(new AnyValue("id", [.. ids]));
    }

    /// <summary>The parts of the page, each selecting id, stream, version, body and the value of the order. The next is needed only where those before did not fill the page.</summary>
    /// <exception cref="ArgumentException">The query names a column that the table does not have.</exception>
    /// <exception cref="FormatException">The cursor is not of this list and order.</exception>
    public static IReadOnlyList<FilterSql> List(RowDialect dialect, RowTable table, RowQuery query)
        => [.. Parts(dialect, table, query).Select(part => part.Statement(Select(new(table, dialect), query.OrderBy)))];

    /// <summary>The same page as one statement, for a database in which two statements may show two moments.</summary>
    public static FilterSql ListAtOnce(RowDialect dialect, RowTable table, RowQuery query)
    {
        var parts = Parts(dialect, table, query);
        var sql = new FilterSql(table, dialect);
        if (parts is [var whole])
        {
            return whole.Statement(Select(sql, query.OrderBy));
        }

        sql.Add("select id, stream, version, body, ordered from (");
        for (var number = 0; number < parts.Count; number++)
        {
            sql.Add(number == 0 ? "" : " union all ").Add($"select {number} as part, page.* from (");
            parts[number].Statement(Select(sql, query.OrderBy)).Add(") as page");
        }

        sql.Add(") as pages order by part, ").Add(dialect.Order("ordered", query.Descending)).Add(query.Descending ? ", id desc" : ", id");
        dialect.Limit(sql, query.Limit + 1);
        return sql;
    }

    /// <summary>Selects the count and the values that it is of.</summary>
    public static FilterSql Count(RowDialect dialect, RowTable table, RowFilter? filter, IReadOnlyList<string> by)
    {
        ArgumentNullException.ThrowIfNull(table);
        ArgumentNullException.ThrowIfNull(by);
        var sql = new FilterSql(table, dialect);
        var columns = by.Select(sql.ColumnName).ToList();
        sql.Add("select ").Add(dialect.Count).Add(string.Concat(columns.Select(column => ", " + column))).Add(" from ").Add(sql.Table).Add(" where ").Where(filter);
        return columns.Count == 0 ? sql : sql.Add($" group by {string.Join(", ", columns)} order by {string.Join(", ", columns.Select(column => dialect.Order(column, descending: false)))}");
    }

    /// <summary>Selects one number.</summary>
    public static FilterSql Sum(RowDialect dialect, RowTable table, string column, RowFilter? filter)
    {
        ArgumentNullException.ThrowIfNull(table);
        var sql = new FilterSql(table, dialect);
        var name = sql.ColumnName(column);
        if (column is "id" or "stream" || (column != "version" && table.Column(column).Type != ColumnType.Number))
        {
            throw new ArgumentException($"'{column}' of the row table '{table.Name}' is not a number, so it has no sum.", nameof(column));
        }

        return sql.Add("select ").Add(dialect.Sum(name)).Add(" from ").Add(sql.Table).Add(" where ").Where(filter);
    }

    /// <summary>The page of what its parts found, one row more than asked if there is a next page.</summary>
    public static RowPage<TRow> Page<TRow>(IReadOnlyList<FoundRow<TRow>> found, RowQuery query) where TRow : class
    {
        if (found.Count <= query.Limit)
        {
            return new([.. found.Select(each => each.Row)], null);
        }

        var last = found[query.Limit - 1];
        return new([.. found.Take(query.Limit).Select(each => each.Row)], new RowCursor(query.OrderBy, query.Descending, last.Order, last.Row.Id).Write());
    }

    private static IReadOnlyList<PagePart> Parts(RowDialect dialect, RowTable table, RowQuery query)
    {
        ArgumentNullException.ThrowIfNull(table);
        ArgumentNullException.ThrowIfNull(query);
        ArgumentOutOfRangeException.ThrowIfLessThan(query.Limit, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(query.Limit, MaxLimit);
        return PagePart.Of(table, dialect, query);
    }

    private static FilterSql Select(FilterSql sql, string? orderBy)
        => sql.Add("select id, stream, version, body").Add(orderBy is null ? "" : $", {sql.ColumnName(orderBy)} as ordered").Add(" from ").Add(sql.Table);
}
