using System.Globalization;
using Coordination.Contracts.Advisories;
using Coordination.Contracts.Incidents;

namespace Coordination.Contracts.Search;

/// <summary>Gives the terms of a text their meaning. An error in one term does not disturb the others.</summary>
internal sealed class QueryParser(QuerySubject subject)
{
    private readonly List<QueryCondition> _conditions = [];
    private readonly List<QueryError> _errors = [];

    public static ParsedQuery Parse(string text, QuerySubject subject)
    {
        if (text.Length > Query.MaxLength)
        {
            return new(Query.Everything, [new(Query.MaxLength, text.Length - Query.MaxLength, $"A query has at most {Query.MaxLength} characters; this one has {text.Length}.")]);
        }

        var parser = new QueryParser(subject);
        foreach (var term in QueryLexer.Read(text))
        {
            if (parser._conditions.Count == Query.MaxConditions)
            {
                parser.Refuse(term.Start, text.Length - term.Start, $"A query has at most {Query.MaxConditions} conditions.");
                break;
            }

            if (parser.Condition(term) is { } condition)
            {
                parser._conditions.Add(condition with { Negated = term.Negated });
            }
        }

        return new(new([.. parser._conditions]), parser._errors);
    }

    private QueryCondition? Condition(RawTerm term)
    {
        if (!Complete(term))
        {
            return null;
        }

        return term.Field switch
        {
            null => new TextCondition(term.Values[0].Text, term.Values[0].Quoted),
            "status" when subject == QuerySubject.Advisories => Each(term, ReadEnum<AdvisoryStatus>) is { } values ? new AdvisoryStatusCondition(values) : null,
            "status" => Status(term),
            "severity" => Each(term, ReadSeverity) is { } values ? new SeverityCondition(term.Operator, values) : null,
            "tlp" => Each(term, ReadTlp) is { } values ? new TlpCondition(term.Operator, values) : null,
            "class" => Each(term, ReadClass) is { } values ? new ClassCondition(values) : null,
            "institution" => Names(term, NameField.Institution),
            "owner" => Names(term, NameField.Owner),
            "tag" => Names(term, NameField.Tag),
            "opened" => WhenWas(term, AgeField.Opened),
            "updated" => WhenWas(term, AgeField.Updated),
            "published" => WhenWas(term, AgeField.Published),
            _ => WhenWas(term, AgeField.Seen),
        };
    }

    /// <summary>Checks what can be wrong with a term of any field.</summary>
    private bool Complete(RawTerm term)
    {
        if (term.Field is not null && QueryFields.Find(term.Field, subject) is null)
        {
            return Refuse(term.FieldStart, term.Field.Length, $"There is no field '{term.Field}'. Fields are {string.Join(", ", QueryFields.Of(subject).Select(field => field.Name))}; put a text with a colon in quotation marks.");
        }

        foreach (var value in term.Values)
        {
            if (value.Open)
            {
                return Refuse(value.Start, value.Length, "The quotation mark is not closed.");
            }

            if (string.IsNullOrWhiteSpace(value.Text))
            {
                return Refuse(value.Start, value.Length, term.Field is { } field ? $"A value is missing behind '{field}:'." : "Nothing is left to look for here.");
            }
        }

        if (term.Values.Count > Query.MaxConditions)
        {
            return Refuse(term.ValuesStart, term.End - term.ValuesStart, $"A condition has at most {Query.MaxConditions} values.");
        }

        if (term.Operator == QueryOperator.Equal)
        {
            return true;
        }

        if (!QueryFields.Find(term.Field!, subject)!.Ordered)
        {
            return Refuse(term.FieldStart, term.ValuesStart - term.FieldStart, $"'{term.Field}' cannot be compared by less and greater.");
        }

        return term.Values.Count == 1 || Refuse(term.ValuesStart, term.End - term.ValuesStart, "A comparison has one value.");
    }

    private StatusCondition? Status(RawTerm term)
    {
        var open = term.Values.Any(value => Lower(value) == "open");
        var values = Each(term, value => Lower(value) == "open" ? IncidentStatus.New : ReadEnum<IncidentStatus>(value));
        return values is null
            ? null
            : new(open, [.. values.Where((_, index) => Lower(term.Values[index]) != "open").Distinct()]);
    }

    private static NameCondition Names(RawTerm term, NameField field) => new(field, [.. term.Values.Select(value => value.Text)]);

    private AgeCondition? WhenWas(RawTerm term, AgeField field)
    {
        if (term.Values.Count > 1)
        {
            Refuse(term.ValuesStart, term.End - term.ValuesStart, $"'{term.Field}' has one value.");
            return null;
        }

        var value = term.Values[0];
        var unit = "mhd".IndexOf(char.ToLowerInvariant(value.Text[^1]), StringComparison.Ordinal);
        if (unit < 0 || !int.TryParse(value.Text.AsSpan(..^1), NumberStyles.None, CultureInfo.InvariantCulture, out var count) || count is 0 or > Age.MaxCount)
        {
            Refuse(value.Start, value.Length, $"'{value.Text}' is not a length of time. Write 30m, 2h or 3d, at most {Age.MaxCount} of a unit.");
            return null;
        }

        // "updated:2h" can only sensibly mean "in the last two hours".
        var comparison = term.Operator == QueryOperator.Equal ? QueryOperator.LessOrEqual : term.Operator;
        return new(field, comparison, new(count, (AgeUnit)unit));
    }

    private static Severity? ReadSeverity(RawValue value) => ReadEnum<Severity>(value);

    private static Tlp? ReadTlp(RawValue value) => TlpLabels.TryRead(value.Text, out var tlp) ? tlp : null;

    private static string? ReadClass(RawValue value)
        => Rsit.TryReadClass(value.Text, out var named) ? named.Name
            : Rsit.TryRead(value.Text, out var type) ? type.Name
            : null;

    private static T? ReadEnum<T>(RawValue value) where T : struct, Enum
    {
        foreach (var each in Enum.GetValues<T>())
        {
            if (QueryText.Name(each) == Lower(value))
            {
                return each;
            }
        }

        return null;
    }

    private Choices<T>? Each<T>(RawTerm term, Func<RawValue, T?> read) where T : struct
        => All(term, value => read(value) is { } known ? (known, true) : (default, false));

    private Choices<string>? Each(RawTerm term, Func<RawValue, string?> read)
        => All(term, value => read(value) is { } known ? (known, true) : ("", false));

    private Choices<T>? All<T>(RawTerm term, Func<RawValue, (T Value, bool Known)> read)
    {
        var values = new List<T>();
        foreach (var value in term.Values)
        {
            var (known, isKnown) = read(value);
            if (!isKnown)
            {
                Refuse(value.Start, value.Length, $"'{value.Text}' is not a {term.Field}. Known are {string.Join(", ", QueryFields.Find(term.Field!, subject)!.Values.Select(each => each.Value))}.");
                return null;
            }

            values.Add(known);
        }

        return [.. values];
    }

    private static string Lower(RawValue value) => value.Text.ToLowerInvariant();

    private bool Refuse(int position, int length, string message)
    {
        _errors.Add(new(position, length, message));
        return false;
    }
}
