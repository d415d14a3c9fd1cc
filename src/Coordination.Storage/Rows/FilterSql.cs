using System.Globalization;
using System.Text;
using Coordination.Domain.Journal;
using Coordination.Storage.Journal;

namespace Coordination.Storage.Rows;

/// <summary>
/// Writes statements on one row table. Names come from the table's declaration only, values are parameters. The exceptions are the numbers 0 and 1, which are
/// written out, since only then can a database see that a partial index (<c>where closed = 0</c>) serves.
/// </summary>
internal sealed class FilterSql(RowTable table, RowDialect dialect)
{
    private readonly StringBuilder _text = new();
    private readonly List<object> _parameters = [];

    /// <summary>The table's name as it is written in a statement.</summary>
    public string Table { get; } = Quoted(table.Name);

    public string Text => _text.ToString();

    /// <summary>The values in the order of their marks: string, long, or what the dialect has added.</summary>
    public IReadOnlyList<object> Parameters => _parameters;

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

    /// <summary>Adds a value as <see cref="Stored"/> made it.</summary>
    public FilterSql AddStored(object? value) => value switch
    {
        null => Add("null"),
        0L => Add("0"),
        1L => Add("1"),
        _ => AddParameter(value),
    };

    /// <summary>Adds a value that goes to the database as it is.</summary>
    public FilterSql AddParameter(object value)
    {
        _parameters.Add(value);
        return Add(dialect.Parameter(_parameters.Count));
    }

    /// <summary>The condition, always in parentheses where it needs them.</summary>
    public FilterSql Where(RowFilter? filter) => filter is null ? Add(dialect.True) : Condition(filter, not: false);

    /// <summary>A value as the column keeps it: string, long or null.</summary>
    public object? Stored(string column, object? value)
    {
        object? stored = value switch
        {
            null => null,
            string => value,
            bool flag => flag ? 1L : 0L,
            Enum member => Convert.ToInt64(member, CultureInfo.InvariantCulture),
            sbyte or byte or short or ushort or int or uint or long => Convert.ToInt64(value, CultureInfo.InvariantCulture),
            DateTimeOffset moment => Microseconds.Of(moment),
            _ => throw new ArgumentException($"A row is filtered by string, integer, bool, enumeration or DateTimeOffset, not by {value.GetType().Name}.", nameof(value)),
        };
        var isText = column is "id" or "stream" || (column != "version" && table.Column(column).Type == ColumnType.Text);
        return stored switch
        {
            string text when isText => dialect.Kept(table, column, text),
            null => null,
            long when !isText => stored,
            _ => throw new ArgumentException($"{table.Name}.{column} holds {(isText ? "texts" : "numbers")} and is not compared with the {value!.GetType().Name} '{value}'.", nameof(value)),
        };
    }

    // "Not" is carried down to the comparisons, where it is said what becomes of empty columns: in SQL, not (null < 5) is neither true nor false.
    private FilterSql Condition(RowFilter filter, bool not) => filter switch
    {
        Compare { Operator: Domain.Journal.Comparison.Equal or Domain.Journal.Comparison.NotEqual } compare => Equality(compare, not),
        Compare { Operator: Domain.Journal.Comparison.HasWord } compare => HasWord(compare, not),
        Compare compare => Comparison(compare, not),
        AnyValue any => Any(any, not),
        AllOf all => Join(all.Parts, not ? " or " : " and ", not ? dialect.False : dialect.True, not),
        AnyOf any => Join(any.Parts, not ? " and " : " or ", not ? dialect.True : dialect.False, not),
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

    private FilterSql Equality(Compare compare, bool not)
    {
        var column = ColumnName(compare.Column);
        var equal = compare.Operator == Domain.Journal.Comparison.Equal != not;
        if (Stored(compare.Column, compare.Value) is not { } value)
        {
            return Add(column).Add(equal ? " is null" : " is not null");
        }

        if (equal)
        {
            return Add(column).Add(" = ").AddStored(value);
        }

        dialect.Differs(this, column, value);
        return this;
    }

    private FilterSql Comparison(Compare compare, bool not)
    {
        var column = ColumnName(compare.Column);
        var value = Stored(compare.Column, compare.Value) ?? throw new ArgumentException($"{compare.Column} can be compared with null by Equal and NotEqual only.", nameof(compare));
        Add("(").Add(column).Add(compare.Operator switch
        {
            Domain.Journal.Comparison.Less => not ? " >= " : " < ",
            Domain.Journal.Comparison.LessOrEqual => not ? " > " : " <= ",
            Domain.Journal.Comparison.Greater => not ? " <= " : " > ",
            _ => not ? " < " : " >= ",
        }).AddStored(value);
        return EndOrEmpty(column, not);
    }

    private FilterSql HasWord(Compare compare, bool not)
    {
        var column = ColumnName(compare.Column);
        if (compare.Value is not string word || word.Length == 0 || word.Any(char.IsWhiteSpace) || table.Columns.Any(each => each.Name == compare.Column && each.Type != ColumnType.Text))
        {
            throw new ArgumentException($"{compare.Column} is searched for one word, not for '{compare.Value}'.", nameof(compare));
        }

        if (RowShape.Of(table).IsIndexed(compare.Column))
        {
            throw new ArgumentException($"{table.Name}.{compare.Column} has an index and may therefore be cut. A column that is searched for words gets no index.", nameof(compare));
        }

        dialect.HasWord(Add("("), column, dialect.Clean(word), not);
        return EndOrEmpty(column, not);
    }

    private FilterSql Any(AnyValue any, bool not)
    {
        var column = ColumnName(any.Column);
        if (any.Values.Count == 0)
        {
            return Add(not ? dialect.True : dialect.False);
        }

        dialect.In(Add("("), column, [.. any.Values.Select(value => Stored(any.Column, value) ?? throw new ArgumentException($"A list of values for {any.Column} holds null.", nameof(any)))], not);
        return EndOrEmpty(column, not);
    }

    private FilterSql EndOrEmpty(string column, bool orEmpty) => Add(orEmpty ? $" or {column} is null)" : ")");

    private FilterSql Search(Matches matches, bool not)
    {
        if (table.SearchText is null)
        {
            throw new ArgumentException($"The row table '{table.Name}' has no search text.", nameof(matches));
        }

        if (SearchWords.Of(matches.Words, matches.Phrase) is not { } words)
        {
            return Add(not ? dialect.False : dialect.True);
        }

        dialect.Search(this, table, words, not);
        return this;
    }
}
