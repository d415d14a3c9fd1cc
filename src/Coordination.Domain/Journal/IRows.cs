namespace Coordination.Domain.Journal;

/// <summary>Reads what lists and boards show. What it returns has passed no disclosure: that is the caller's duty.</summary>
public interface IRows
{
    /// <summary>One row, or null.</summary>
    Task<Row<TRow>?> FindAsync<TRow>(RowTable<TRow> table, string id, CancellationToken cancellationToken) where TRow : class;

    /// <summary>Several rows by id; missing ones are left out.</summary>
    Task<IReadOnlyList<Row<TRow>>> FindManyAsync<TRow>(RowTable<TRow> table, IReadOnlyCollection<string> ids, CancellationToken cancellationToken) where TRow : class;

    /// <summary>Rows that a query selects, in its order, from its cursor on.</summary>
    Task<RowPage<TRow>> ListAsync<TRow>(RowTable<TRow> table, RowQuery query, CancellationToken cancellationToken) where TRow : class;

    /// <summary>Counts rows by the values of some columns (none: one count of all). Enumerations come as numbers.</summary>
    Task<IReadOnlyList<RowCount>> CountAsync(RowTable table, RowFilter? filter, IReadOnlyList<string> by, CancellationToken cancellationToken);

    /// <summary>The sum of a number column.</summary>
    Task<long> SumAsync(RowTable table, string column, RowFilter? filter, CancellationToken cancellationToken);
}

/// <summary>A count and the values it is of.</summary>
public sealed record RowCount(IReadOnlyList<object?> Values, long Count);

/// <summary>A page of rows; <see cref="Next"/> is the cursor of the next page or null.</summary>
public sealed record RowPage<TRow>(IReadOnlyList<Row<TRow>> Rows, string? Next) where TRow : class;

/// <summary>What to list. The order is by one column and then by id, so that a cursor stays right while rows are added.</summary>
/// <param name="OrderBy">A column of the table, or <c>id</c>.</param>
/// <param name="After">The cursor of the page before.</param>
public sealed record RowQuery(RowFilter? Filter = null, string OrderBy = "id", bool Descending = false, int Limit = 100, string? After = null);

/// <summary>A condition on rows. Values are always passed as parameters.</summary>
public abstract record RowFilter
{
    public static RowFilter operator &(RowFilter left, RowFilter right) => new AllOf([left, right]);

    public static RowFilter BitwiseAnd(RowFilter left, RowFilter right) => left & right;

    public static RowFilter Is(string column, object? value) => new Compare(column, Comparison.Equal, value);
}

public enum Comparison
{
    Equal,
    NotEqual,
    Less,
    LessOrEqual,
    Greater,
    GreaterOrEqual,

    /// <summary>The column's text holds the value between spaces: for columns that keep a set as <c>" a b "</c>.</summary>
    HasWord,
}

/// <summary>Column against value. Comparing with null means "is (not) empty".</summary>
public sealed record Compare(string Column, Comparison Operator, object? Value) : RowFilter;

public sealed record AnyValue(string Column, IReadOnlyList<object> Values) : RowFilter;

public sealed record AllOf(IReadOnlyList<RowFilter> Parts) : RowFilter;

public sealed record AnyOf(IReadOnlyList<RowFilter> Parts) : RowFilter;

public sealed record Not(RowFilter Part) : RowFilter;

/// <summary>All these words occur in the row's search text (the last may be a beginning).</summary>
/// <param name="Phrase">They occur one after another, and the last is whole.</param>
public sealed record Matches(string Words, bool Phrase = false) : RowFilter;
