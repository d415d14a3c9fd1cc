using Coordination.Domain.Journal;

namespace Coordination.Storage.Rows;

/// <summary>How one database says what filters, orders and pages mean. Column names arrive quoted and values as they are stored.</summary>
internal abstract class RowDialect
{
    /// <summary>The most values of a list that are parameters of their own; more travel as one.</summary>
    protected const int MostListed = 50;

    public virtual string True => "1 = 1";

    public virtual string False => "1 = 0";

    public virtual string Count => "count(*)";

    /// <summary>How the parameter of that number, from 1 on, is written.</summary>
    public abstract string Parameter(int number);

    public virtual string Sum(string column) => $"coalesce(sum({column}), 0)";

    /// <summary>The text as the engine can take it.</summary>
    public virtual string Clean(string text) => text;

    /// <summary>The text as this column keeps it. What a column holds goes through unchanged, so that cursors can carry it.</summary>
    public virtual string Kept(RowTable table, string column, string text) => Clean(text);

    /// <summary>The column is empty or has another value.</summary>
    public abstract void Differs(FilterSql sql, string column, object value);

    /// <summary>The column holds the word between spaces, or does not; of an empty column nothing is said.</summary>
    public abstract void HasWord(FilterSql sql, string column, string word, bool not);

    /// <summary>The column has one of the values, or none of them; of an empty column nothing is said.</summary>
    public void In(FilterSql sql, string column, IReadOnlyList<object> values, bool not)
    {
        if (values.Count > MostListed || ListsAsOne)
        {
            InMany(sql, column, values, not);
            return;
        }

        sql.Add(column).Add(not ? " not in (" : " in (");
        for (var index = 0; index < values.Count; index++)
        {
            sql.Add(index == 0 ? "" : ", ").AddStored(values[index]);
        }

        sql.Add(")");
    }

    /// <summary>The row's search text holds these words, or does not.</summary>
    public abstract void Search(FilterSql sql, RowTable table, SearchWords words, bool not);

    /// <summary>The row comes after this value and id in the order; rows without a value are not meant.</summary>
    public virtual void After(FilterSql sql, string column, string after, object value, string id)
        => sql.Add($"({column}, id) {after} (").AddStored(value).Add(", ").AddStored(id).Add(")");

    /// <summary>Empty values first when ascending, last when descending.</summary>
    public virtual string Order(string column, bool descending) => column + (descending ? " desc" : "");

    /// <summary>Ends a statement after so many rows.</summary>
    public abstract void Limit(FilterSql sql, int rows);

    /// <summary>Whether even a short list is one parameter.</summary>
    protected virtual bool ListsAsOne => false;

    protected abstract void InMany(FilterSql sql, string column, IReadOnlyList<object> values, bool not);
}
