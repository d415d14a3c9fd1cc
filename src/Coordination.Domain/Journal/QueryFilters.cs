using Coordination.Contracts.Search;

namespace Coordination.Domain.Journal;

/// <summary>What conditions of the query language mean for columns, whatever they are asked of.</summary>
internal static class QueryFilters
{
    public static RowFilter Ordered<T>(string column, QueryOperator comparison, IReadOnlyList<T> values) where T : struct, Enum
        => comparison == QueryOperator.Equal ? new AnyValue(column, [.. values.Cast<object>()]) : new Compare(column, comparison switch
        {
            QueryOperator.Less => Comparison.Less,
            QueryOperator.LessOrEqual => Comparison.LessOrEqual,
            QueryOperator.Greater => Comparison.Greater,
            _ => Comparison.GreaterOrEqual,
        }, values[0]);

    // Less than two hours ago is later than two hours before now.
    public static Comparison Younger(QueryOperator comparison) => comparison switch
    {
        QueryOperator.Less => Comparison.Greater,
        QueryOperator.LessOrEqual or QueryOperator.Equal => Comparison.GreaterOrEqual,
        QueryOperator.Greater => Comparison.Less,
        _ => Comparison.LessOrEqual,
    };
}
