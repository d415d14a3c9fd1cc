using Coordination.Domain.Journal;

namespace Coordination.Storage.Sqlite.Rows;

/// <summary>
/// A part of a page that one walk along an index gives. Empty values come first when ascending and last when descending; a single condition
/// that says "after this value, or empty" would make SQLite leave the index, so those are two parts, read one after the other.
/// </summary>
internal sealed record PagePart(RowTable Table, RowQuery Query, Action<FilterSql>? Position, bool ById)
{
    public static IEnumerable<PagePart> Of(RowTable table, RowQuery query)
    {
        var column = new FilterSql(table).ColumnName(query.OrderBy);
        if (query.After is null)
        {
            return [new(table, query, null, false)];
        }

        var cursor = RowCursor.Read(query.After, query.OrderBy, query.Descending);
        var after = query.Descending ? "<" : ">";
        if (query.OrderBy == "id")
        {
            return [new(table, query, sql => sql.Add($"id {after} ").AddValue(cursor.Id), true)];
        }

        PagePart AfterEmpty() => new(table, query, sql => sql.Add($"{column} is null and id {after} ").AddValue(cursor.Id), true);
        PagePart AfterValue() => new(table, query, sql => sql.Add($"({column}, id) {after} (").AddValue(cursor.Value).Add(", ").AddValue(cursor.Id).Add(")"), false);
        return (query.Descending, cursor.Value) switch
        {
            (false, null) => [AfterEmpty(), new(table, query, sql => sql.Add($"{column} is not null"), false)],
            (false, _) => [AfterValue()],
            (true, null) => [AfterEmpty()],
            (true, _) => [AfterValue(), new(table, query, sql => sql.Add($"{column} is null"), true)],
        };
    }

    /// <summary>Completes a statement that says what to select.</summary>
    public FilterSql Statement(FilterSql select)
    {
        var direction = Query.Descending ? " desc" : "";
        select.Add(" where ").Where(Query.Filter);
        if (Position is not null)
        {
            select.Add(" and ");
            Position(select);
        }

        select.Add(" order by ");
        if (!ById && Query.OrderBy != "id")
        {
            select.Add(select.ColumnName(Query.OrderBy)).Add(direction).Add(", ");
        }

        // One more than asked tells whether there is a next page.
        return select.Add("id").Add(direction).Add(" limit ").AddValue(Query.Limit + 1);
    }
}
