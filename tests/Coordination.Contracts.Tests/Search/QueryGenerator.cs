using Coordination.Contracts.Incidents;
using Coordination.Contracts.Search;
using CsCheck;

namespace Coordination.Contracts.Tests.Search;

/// <summary>Random queries as a program would build them, and random texts as a person might type them.</summary>
internal static class QueryGenerator
{
    private static readonly Gen<QueryOperator> Operator = Gen.Enum<QueryOperator>();

    private static readonly Gen<string> Name = Gen.String[Gen.OneOf(Gen.Char.AlphaNumeric, Gen.Char[" \",\\<>=:-\t\u00e9\u4e2d\ud83d/."]), 1, 8]
        .Where(text => !string.IsNullOrWhiteSpace(text));

    // Unquoted words as the lexer can give them; everything else is a phrase.
    private static readonly Gen<TextCondition> Text = Gen.Select(Name, Gen.Bool, Gen.Bool, (text, phrase, negated) =>
        new TextCondition(text, phrase || Query.Parse((negated ? "-" : "") + text).Query.Conditions is not [TextCondition { IsPhrase: false } only] || only.Text != text || only.Negated != negated) { Negated = negated });

    private static Gen<string> Any(params string[] texts) => Gen.Int[0, texts.Length - 1].Select(index => texts[index]);

    private static Gen<Choices<T>> Some<T>(Gen<T> each, int most = 3) => each.Array[1, most].Select(values => Choices.Of<T>(values.Distinct().ToArray()));

    private static Gen<QueryCondition> Compared<T>(Gen<T> each, Func<QueryOperator, Choices<T>, QueryCondition> make)
        => Operator.SelectMany(comparison => Some(each, comparison == QueryOperator.Equal ? 3 : 1).Select(values => make(comparison, values)));

    private static readonly Gen<QueryCondition> Condition = Gen.OneOf(
        Text.Select(text => (QueryCondition)text),
        Gen.Select(Gen.Bool, Gen.Enum<IncidentStatus>().Array[0, 3], (open, values)
            => (QueryCondition)new StatusCondition(open || values.Length == 0, Choices.Of<IncidentStatus>(values.Distinct().ToArray()))),
        Compared(Gen.Enum<Severity>(), (comparison, values) => new SeverityCondition(comparison, values)),
        Compared(Gen.Enum<Tlp>(), (comparison, values) => new TlpCondition(comparison, values)),
        Some(Any([.. Rsit.Classes.Select(each => each.Name), .. Rsit.Types.Select(each => each.Name)])).Select(values => (QueryCondition)new ClassCondition(values)),
        Gen.Select(Gen.Enum<NameField>(), Some(Name), (field, names) => (QueryCondition)new NameCondition(field, names)),
        Gen.Select(Gen.Enum<AgeField>().Where(each => each != AgeField.Published), Gen.Enum<QueryOperator>().Where(each => each != QueryOperator.Equal), Gen.Int[1, Age.MaxCount], Gen.Enum<AgeUnit>(),
            (field, comparison, count, unit) => (QueryCondition)new AgeCondition(field, comparison, new(count, unit))));

    public static readonly Gen<Query> Built = Gen.Select(Condition, Gen.Bool, (condition, negated) => condition is TextCondition ? condition : condition with { Negated = negated })
        .Array[0, 8].Select(conditions => new Query(Choices.Of<QueryCondition>(conditions)));

    public static readonly Gen<string> Typed = Gen.OneOf(
        Gen.String[Gen.Char, 0, 60],
        Any("status:", "open", "severity:>=", "high", ",", " ", "\"", "\\", "-", "tlp:", "amber+strict", "updated:<", "2h", "99999999999999d", "owner:", "me",
            "class:", "c2-server", "http://x", "2001:db8::1", ":", "::", "x:y", "\u0000", "\ud800", "=", "<", "tag:\"a b\"").Array[0, 14].Select(parts => string.Concat(parts)));
}
