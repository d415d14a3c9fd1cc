using Coordination.Contracts.Access;
using Coordination.Contracts.Incidents;
using Coordination.Contracts.Institutions;
using Coordination.Contracts.Search;
using Coordination.Domain.Incidents;
using Coordination.Domain.Journal;

namespace Coordination.Domain.Live;

/// <summary>What the names in a query stand for, as the viewer may know it. A name may stand for several, or for nothing.</summary>
public sealed record QueryNames
{
    /// <summary>Who <c>me</c> is; null where nobody in particular asks.</summary>
    public PersonId? Me { get; init; }

    /// <summary>Institutions by abbreviation, name or identifier.</summary>
    public Func<string, IReadOnlyCollection<InstitutionId>> Institutions { get; init; } = _ => [];

    /// <summary>People by name or identifier.</summary>
    public Func<string, IReadOnlyCollection<PersonId>> People { get; init; } = _ => [];
}

/// <summary>Makes a condition on <see cref="IncidentRows.Lines"/> of a query. What the viewer may see is not its business: that is joined to it.</summary>
public static class IncidentQuery
{
    private static readonly RowFilter Nothing = new AnyOf([]);

    public static RowFilter Compile(Query query, QueryNames names, DateTimeOffset now)
        => new AllOf([.. query.Conditions.Select(condition => condition.Negated ? new Not(Compile(condition, names, now)) : Compile(condition, names, now))]);

    private static RowFilter Compile(QueryCondition condition, QueryNames names, DateTimeOffset now) => condition switch
    {
        TextCondition text => new Matches(text.Text, text.IsPhrase),
        StatusCondition status => Status(status),
        SeverityCondition severity => QueryFilters.Ordered("severity", severity.Operator, severity.Values),
        TlpCondition tlp => QueryFilters.Ordered("tlp", tlp.Operator, tlp.Values),
        ClassCondition classes => new AnyValue("classification", [.. classes.Values.SelectMany(Types).Distinct()]),
        NameCondition { Field: NameField.Institution } institutions => Any(institutions, name => Institution(name, names)),
        NameCondition { Field: NameField.Owner } owners => Any(owners, name => Owner(name, names)),
        NameCondition tags => Any(tags, Tag),
        AgeCondition age => new Compare(ColumnOf(age.Field), QueryFilters.Younger(age.Operator), now - age.Age.Span),
        _ => throw new ArgumentException($"{condition.GetType().Name} is not a condition on incidents.", nameof(condition)),
    };

    private static RowFilter Status(StatusCondition status)
    {
        var one = new AnyValue("status", [.. status.Values.Cast<object>()]);
        return status switch
        {
            { Open: false } => one,
            { Values.Count: 0 } => RowFilter.Is("closed", false),
            _ => new AnyOf([RowFilter.Is("closed", false), one]),
        };
    }

    private static IEnumerable<string> Types(string name)
        => Rsit.TryReadClass(name, out var whole) ? Rsit.Types.Where(type => type.Class == whole).Select(type => type.Name) : [name];

    private static RowFilter Institution(string name, QueryNames names)
        => IsNone(name)
            ? RowFilter.Is("institutions", IncidentRows.Words([]))
            : new AnyOf([.. names.Institutions(name).Select(id => new Compare("institutions", Comparison.HasWord, id.Value))]);

    private static RowFilter Owner(string name, QueryNames names)
    {
        if (IsNone(name))
        {
            return RowFilter.Is("owner", null);
        }

        return name.Equals("me", StringComparison.OrdinalIgnoreCase)
            ? names.Me is { } me ? RowFilter.Is("owner", me.Value) : Nothing
            : new AnyValue("owner", [.. names.People(name).Select(person => person.Value)]);
    }

    // The only label of this kind that incidents carry.
    private static RowFilter Tag(string name)
        => IsNone(name) ? RowFilter.Is("exercise", false)
            : name.Equals("exercise", StringComparison.OrdinalIgnoreCase) ? RowFilter.Is("exercise", true)
            : Nothing;

    private static AnyOf Any(NameCondition condition, Func<string, RowFilter> each) => new([.. condition.Names.Select(each)]);

    private static bool IsNone(string name) => name.Equals("none", StringComparison.OrdinalIgnoreCase);

    private static string ColumnOf(AgeField field) => field switch
    {
        AgeField.Opened => "opened_at",
        AgeField.Updated => "updated_at",
        AgeField.Seen => "seen_at",
        _ => throw new ArgumentOutOfRangeException(nameof(field), field, "Incidents are not published."),
    };
}
