using System.Globalization;
using System.Text;
using System.Text.Json;
using Coordination.Domain.Journal;
using Coordination.Storage.Journal;
using Microsoft.Data.Sqlite;

namespace Coordination.Storage.Sqlite.Rows;

/// <summary>
/// Writes statements on one row table. Names come from the table's declaration only, values are parameters. The exceptions are the numbers 0 and 1, which are
/// written out, since only then can SQLite see that a partial index (<c>where closed = 0</c>) serves.
/// </summary>
internal sealed class FilterSql(RowTable table)
{
    private readonly StringBuilder _text = new();
    private readonly List<object> _parameters = [];

    /// <summary>The table's name as it is written in a statement.</summary>
    public string Table { get; } = Quoted(table.Name);

    public static string Quoted(string name) => "\"" + name.Replace("\"", "\"\"", StringComparison.Ordinal) + "\"";

    /// <exception cref="ArgumentException">The table has no such column.</exception>
    public string ColumnName(string name)
        => name is "id" or "stream" or "version" || table.Columns.Any(column => column.Name == name)
            ? Quoted(name)
            : throw new ArgumentException($"The row table '{table.Name}' has no column '{name}'.", nameof(name));

    public FilterSql Add(string text)
    {
        _text.Append(text);
        return this;
    }

    public FilterSql AddValue(object? value)
    {
        switch (Stored(value))
        {
            case null:
                return Add("null");
            case 0L:
                return Add("0");
            case 1L:
                return Add("1");
            case var stored:
                _parameters.Add(stored!);
                return Add("?");
        }
    }

    /// <summary>The condition, always in parentheses where it needs them.</summary>
    public FilterSql Where(RowFilter? filter) => filter is null ? Add("1") : Condition(filter, not: false);

    /// <summary>The statement with its values, ready to be stepped through.</summary>
    public Statement Prepare(SqliteConnection connection)
    {
        var statement = new Statement(connection.Handle!, _text.ToString());
        foreach (var value in _parameters)
        {
            statement.BindAny(value);
        }

        return statement;
    }

    /// <summary>A value as it is kept: string, long or null.</summary>
    public static object? Stored(object? value) => value switch
    {
        null => null,
        string text => text,
        bool flag => flag ? 1L : 0L,
        Enum member => Convert.ToInt64(member, CultureInfo.InvariantCulture),
        sbyte or byte or short or ushort or int or uint or long => Convert.ToInt64(value, CultureInfo.InvariantCulture),
        DateTimeOffset moment => Microseconds.Of(moment),
        _ => throw new ArgumentException($"A row is filtered by string, integer, bool, enumeration or DateTimeOffset, not by {value.GetType().Name}.", nameof(value)),
    };

    // "Not" is carried down to the comparisons, where it is said what becomes of empty columns: in SQL, not (null < 5) is neither true nor false.
    private FilterSql Condition(RowFilter filter, bool not) => filter switch
    {
        Compare compare => Comparison(compare, not),
        AnyValue any => Any(any, not),
        AllOf all => Join(all.Parts, not ? " or " : " and ", not ? "0" : "1", not),
        AnyOf any => Join(any.Parts, not ? " and " : " or ", not ? "1" : "0", not),
        Not inner => Condition(inner.Part, !not),
        Matches matches => Search(matches, not),
        _ => throw new ArgumentException($"{filter.GetType().Name} is not a known condition.", nameof(filter)),
    };

    private FilterSql Join(IReadOnlyList<RowFilter> parts, string with, string ofNone, bool not)
    {
        if (parts.Count == 0)
        {
            return Add(ofNone);
        }

        Add("(");
        for (var index = 0; index < parts.Count; index++)
        {
            Add(index == 0 ? "" : with).Condition(parts[index], not);
        }

        return Add(")");
    }

    private FilterSql Comparison(Compare compare, bool not)
    {
        var column = ColumnName(compare.Column);
        if (compare.Operator is Domain.Journal.Comparison.Equal or Domain.Journal.Comparison.NotEqual)
        {
            var equal = compare.Operator == Domain.Journal.Comparison.Equal != not;
            return compare.Value is null ? Add(column).Add(equal ? " is null" : " is not null")
                : equal ? Add(column).Add(" = ").AddValue(compare.Value)
                : Add(column).Add(" is not ").AddValue(compare.Value);
        }

        var value = compare.Value ?? throw new ArgumentException($"{compare.Column} can be compared with null by Equal and NotEqual only.", nameof(compare));
        Add("(");
        if (compare.Operator == Domain.Journal.Comparison.HasWord)
        {
            if (value is not string word || word.Length == 0 || word.Any(char.IsWhiteSpace))
            {
                throw new ArgumentException($"{compare.Column} is searched for one word, not for '{value}'.", nameof(compare));
            }

            Add("instr(").Add(column).Add(", ").AddValue($" {word} ").Add(not ? ") = 0" : ") > 0");
        }
        else
        {
            Add(column).Add(compare.Operator switch
            {
                Domain.Journal.Comparison.Less => not ? " >= " : " < ",
                Domain.Journal.Comparison.LessOrEqual => not ? " > " : " <= ",
                Domain.Journal.Comparison.Greater => not ? " <= " : " > ",
                _ => not ? " < " : " >= ",
            }).AddValue(value);
        }

        return (not ? Add(" or ").Add(column).Add(" is null") : this).Add(")");
    }

    private FilterSql Any(AnyValue any, bool not)
    {
        var column = ColumnName(any.Column);
        if (any.Values.Count == 0)
        {
            return Add(not ? "1" : "0");
        }

        Add("(").Add(column).Add(not ? " not in (" : " in (");
        if (any.Values.Count > 50)
        {
            Add("select value from json_each(").AddValue(JsonSerializer.Serialize(any.Values.Select(Stored))).Add(")");
        }
        else
        {
            for (var index = 0; index < any.Values.Count; index++)
            {
                Add(index == 0 ? "" : ", ").AddValue(any.Values[index]);
            }
        }

        return Add(not ? $") or {column} is null)" : "))");
    }

    private FilterSql Search(Matches matches, bool not)
    {
        if (table.SearchText is null)
        {
            throw new ArgumentException($"The row table '{table.Name}' has no search text.", nameof(matches));
        }

        if (SearchWords.Query(matches.Words, matches.Phrase) is not { } query)
        {
            return Add(not ? "0" : "1");
        }

        var search = Quoted(table.Name + "_search");
        return Add(not ? "row_id not in (select rowid from " : "row_id in (select rowid from ").Add(search).Add(" where ").Add(search).Add(" match ").AddValue(query).Add(")");
    }
}
