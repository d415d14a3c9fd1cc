using Coordination.Domain.Journal;

namespace Coordination.Storage.Rows;

/// <summary>
/// A part of a page that one walk along an index gives. Empty values come first when ascending and last when descending; a single condition
/// that says "after this value, or empty" would make the database leave the index, so those are two parts, read one after the other.
/// </summary>
internal sealed record PagePart(RowTable Table, RowDialect Dialect, RowQuery Query, Action<FilterSql>? Position)
{
    public static IReadOnlyList<PagePart> Of(RowTable table, RowDialect dialect, RowQuery query)
    {
        var sql = new FilterSql(table, dialect);
        var column = sql.ColumnName(query.OrderBy);
        if (query.After is null)
        {
            return [new(table, dialect, query, null)];
        }

        var (value, id) = Cursor(sql, query);
        var after = query.Descending ? "<" : ">";
        PagePart Part(Action<FilterSql> position) => new(table, dialect, query, position);
        if (query.OrderBy == "id")
        {
            return [Part(select => select.Add($"id {after} ").AddStored(id))];
        }

        PagePart AfterEmpty() => Part(select => select.Add($"{column} is null and id {after} ").AddStored(id));
        PagePart AfterValue() => Part(select => dialect.After(select, column, after, value!, id));
        return (query.Descending, value) switch
        {
            (false, null) => [AfterEmpty(), Part(select => select.Add($"{column} is not null"))],
            (false, _) => [AfterValue()],
            (true, null) => [AfterEmpty()],
            (true, _) => [AfterValue(), Part(select => select.Add($"{column} is null"))],
        };
    }

    /// <summary>Completes a statement that says what to select.</summary>
    public FilterSql Statement(FilterSql select)
    {
        select.Add(" where ").Where(Query.Filter);
        if (Position is not null)
        {
            select.Add(" and ");
            Position(select);
        }

        select.Add(" order by ");
        if (Query.OrderBy != "id")
        {
            select.Add(Dialect.Order(select.ColumnName(Query.OrderBy), Query.Descending)).Add(", ");
        }

        select.Add("id").Add(Query.Descending ? " desc" : "");
        // One more than asked tells whether there is a next page.
        Dialect.Limit(select, Query.Limit + 1);
        return select;
    }

    private static (object? Value, string Id) Cursor(FilterSql sql, RowQuery query)
    {
        var cursor = RowCursor.Read(query.After!, query.OrderBy, query.Descending);
        try
        {
            return (sql.Stored(query.OrderBy, cursor.Value), (string)sql.Stored("id", cursor.Id)!);
        }
        catch (ArgumentException foreign)
        {
            throw new FormatException("This is not a cursor. Take it unchanged from the page before.", foreign);
        }
    }
}
